"""Mail of what an unattended run came to: key figures and where the report lies, or what failed and what to do."""

from tthc.schedule.notices.letter import News, letter
from tthc.schedule.notices.send import post
from tthc.schedule.notices.settings import PASSWORD, MailSettings, mail_file, read_mail_file

__all__ = ["PASSWORD", "MailSettings", "News", "letter", "mail_file", "post", "read_mail_file"]
