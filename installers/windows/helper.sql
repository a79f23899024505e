-- What wixl cannot write down, one statement a line (msibuild -q).

-- It puts this between the actions that write the script, where Windows refuses it (RemoveExistingProducts, Windows Installer).
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'
