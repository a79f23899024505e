-- What wixl cannot write down, one statement a line (msibuild -q).

-- It puts this between the actions that write the script, where Windows refuses it (RemoveExistingProducts, Windows Installer).
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'

-- A program that was installed (18), as the system (2048), when the installation is taken back (1280), however it ends (64): wixl knows no such turn.
UPDATE `CustomAction` SET `Type` = 3410 WHERE `Action` = 'TakeBack'
