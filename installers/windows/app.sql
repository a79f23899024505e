-- What wixl cannot write down, one statement a line (msibuild -q). VERSION is the one that is packed.

-- It puts this between the actions that write the script, where Windows refuses it (RemoveExistingProducts, Windows Installer).
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'

-- The menu's entry bears the name that our messages go by (the identifier in tauri.conf.json): Windows shows none of a program without.
CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, `PropertyKey` CHAR(255) NOT NULL LOCALIZABLE, `PropVariantValue` CHAR(255) NOT NULL LOCALIZABLE PRIMARY KEY `MsiShortcutProperty`)
INSERT INTO `MsiShortcutProperty` (`MsiShortcutProperty`, `Shortcut_`, `PropertyKey`, `PropVariantValue`) VALUES ('AppId', 'MenuEntry', 'System.AppUserModel.ID', 'org.patchround.app')

-- What PCs answer to a search comes in unasked. Where the firewall is another's, these rules change nothing, which is no failure:
-- a program in a folder (34), as the system (2048), when its turn comes (1024), however it ends (64).
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Shut', 3170, 'INSTALLDIR', '"[System64Folder]netsh.exe" advfirewall firewall delete rule name=Patchround')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('LetWindowHear', 3170, 'INSTALLDIR', '"[System64Folder]netsh.exe" advfirewall firewall add rule name=Patchround dir=in action=allow protocol=UDP localport=5353 remoteip=localsubnet profile=any program="[INSTALLDIR]patchround-app.exe"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('LetCommandLineHear', 3170, 'INSTALLDIR', '"[System64Folder]netsh.exe" advfirewall firewall add rule name=Patchround dir=in action=allow protocol=UDP localport=5353 remoteip=localsubnet profile=any program="[INSTALLDIR]patchround.exe"')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Shut', '1', 1510)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('LetWindowHear', 'NOT REMOVE', 4001)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('LetCommandLineHear', 'NOT REMOVE', 4002)

-- The same version, built or signed anew, is an upgrade as well (513, msidbUpgradeAttributesVersionMaxInclusive); or both would be installed.
DELETE FROM `Upgrade` WHERE `ActionProperty` = 'WIX_UPGRADE_DETECTED'
INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) VALUES ('{A4B1E3E4-6E0B-4D6E-9E7E-52D8D5E0B711}', 'VERSION', 513, 'WIX_UPGRADE_DETECTED')
