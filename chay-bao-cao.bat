@echo off
rem Does on Windows what "make report" does on Linux; the work is done by chay_bao_cao.py.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
set PY=python
where py >nul 2>nul && set PY=py -3
%PY% --version >nul 2>nul
if errorlevel 1 goto nopython
%PY% chay_bao_cao.py %*
set CODE=%ERRORLEVEL%
if "%~1"=="" pause
exit /b %CODE%
:nopython
echo Chưa có Python: hãy cài Python 3.11 trở lên, bản 64-bit, đánh dấu "Add python.exe to PATH", rồi chạy lại.
pause
exit /b 2
