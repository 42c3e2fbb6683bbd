"""The portal's ten statuses (domain.md §4.1) by what they mean for a dossier's life."""

NEW, REFUSED, WITHDRAWN = "1", "3", "7"
FINISHED = ("9", "10")
FINAL = (*FINISHED, WITHDRAWN)  # an end belongs to these; the portal keeps old ends of reopened dossiers
STOPPED = ("5", "6", "8")
