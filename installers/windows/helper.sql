-- What wixl cannot write down, one statement a line (msibuild -q). VERSION is the one that is packed.

-- It puts this between the actions that write the script, where Windows refuses it (RemoveExistingProducts, Windows Installer).
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'

-- A program that was installed (18), as the system (2048), when the installation is taken back (1280), however it ends (64): wixl knows no such turn.
UPDATE `CustomAction` SET `Type` = 3410 WHERE `Action` = 'TakeBack'

-- The same version, built or signed anew, is an upgrade as well (513, msidbUpgradeAttributesVersionMaxInclusive); or both would be installed.
DELETE FROM `Upgrade` WHERE `ActionProperty` = 'WIX_UPGRADE_DETECTED'
INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) VALUES ('{6B0C2E5B-0A5A-4B43-9E0B-3B8F2D1B7A41}', 'VERSION', 513, 'WIX_UPGRADE_DETECTED')
