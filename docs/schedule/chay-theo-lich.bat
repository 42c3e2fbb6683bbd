@echo off
rem Task Scheduler chay tep nay; khong mo cua so trinh duyet, khong hoi gi.
rem Mat khau gui thu: setx TTHC_MAIL_PASSWORD "..." bang tai khoan chay lich.
cd /d "%~dp0..\.."
".venv\Scripts\python.exe" -m tthc report --period previous-month --scheduled %*
exit /b %ERRORLEVEL%
