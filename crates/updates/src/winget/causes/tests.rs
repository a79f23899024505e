use super::*;

/// Every code of `winget error`, with its symbol.
fn all() -> Vec<(i32, String)> {
    let table = include_str!("../../../testdata/winget-1.28.error.all");
    let row = |line: &str| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let hex = cells.next()?.strip_prefix("0x")?;
        let code = u32::from_str_radix(hex, 16).unwrap().cast_signed();
        assert_eq!(cells.next()?.parse::<i64>().unwrap(), i64::from(code), "{line}");
        Some((code, cells.next()?.trim_start_matches("APPINSTALLER_CLI_ERROR_").to_owned()))
    };
    table.lines().filter_map(row).collect()
}

/// What winget never ends with when it lists, updates its catalogue or installs one program by its id.
const OF_OTHER_COMMANDS: [&str; 44] = [
    "INTERNAL_ERROR",
    "COMMAND_FAILED",
    "MANIFEST_FAILED",
    "PACKAGE_IS_BUNDLE",
    "EXTENSION_PUBLIC_FAILED",
    "COMPLETE_INPUT_BAD",
    "YAML_INIT_FAILED",
    "YAML_INVALID_MAPPING_KEY",
    "YAML_DUPLICATE_MAPPING_KEY",
    "YAML_INVALID_OPERATION",
    "YAML_DOC_BUILD_FAILED",
    "YAML_INVALID_EMITTER_STATE",
    "YAML_INVALID_DATA",
    "LIBYAML_ERROR",
    "MANIFEST_VALIDATION_WARNING",
    "MANIFEST_VALIDATION_FAILURE",
    "INVALID_MANIFEST",
    "UPDATE_ALL_HAS_FAILURE",
    "NO_UNINSTALL_INFO_FOUND",
    "EXEC_UNINSTALL_COMMAND_FAILED",
    "ICU_BREAK_ITERATOR_ERROR",
    "ICU_CASEMAP_ERROR",
    "ICU_REGEX_ERROR",
    "IMPORT_INSTALL_FAILED",
    "JSON_INVALID_FILE",
    "SOURCE_NOT_REMOTE",
    "UNSUPPORTED_SOURCE_REQUEST",
    "CUSTOMHEADER_EXCEEDS_MAXLENGTH",
    "MISSING_RESOURCE_FILE",
    "INVALID_MSIEXEC_ARGUMENT",
    "INVALID_TABLE_COLUMN",
    "ICU_CONVERSION_ERROR",
    "ARP_VERSION_VALIDATION_FAILED",
    "BIND_WITH_EMBEDDED_NULL",
    "INSTALL_LOCATION_REQUIRED",
    "PIN_ALREADY_EXISTS",
    "PIN_DOES_NOT_EXIST",
    "CANNOT_OPEN_PINNING_INDEX",
    "MULTIPLE_INSTALL_FAILED",
    "MULTIPLE_UNINSTALL_FAILED",
    "NOT_ALL_QUERIES_FOUND_SINGLE",
    "SQLITE_CONNECTION_TERMINATED",
    "INSTALL_INSUFFICIENT_MEMORY",
    "INSTALL_INVALID_PARAMETER",
];

#[test]
fn every_code_that_winget_can_end_with_here_has_a_cause() {
    let all = all();
    assert!(all.len() > 150, "{}", all.len());
    let is_other = |symbol: &str| {
        let beginnings = ["WINGET_", "RESUME_", "INVALID_RESUME", "CLIENT_VERSION", "CANNOT_OPEN_CHECKPOINT"];
        let is_of = |what: &&str| symbol.starts_with(what);
        beginnings.iter().any(is_of) || symbol.contains("REPAIR") || symbol.contains("FONT_")
    };
    for (code, symbol) in all.iter().filter(|(_, symbol)| !is_other(symbol)) {
        let is_known = classify(Some(*code), "") != Cause::Unexpected;
        assert_ne!(is_known, OF_OTHER_COMMANDS.contains(&symbol.as_str()), "{symbol}");
    }
}

#[test]
fn the_codes_of_the_research_mean_what_it_found() {
    let all = all();
    let code =
        |symbol: &str| all.iter().find(|(_, known)| known == symbol).unwrap_or_else(|| panic!("{symbol}")).0;
    for (symbol, cause) in [
        ("INSTALL_REBOOT_REQUIRED_TO_FINISH", Cause::RestartToFinish),
        ("INSTALL_REBOOT_REQUIRED_FOR_INSTALL", Cause::RestartFirst),
        ("INSTALL_PACKAGE_IN_USE", Cause::AppRunning),
        ("INSTALL_FILE_IN_USE", Cause::AppRunning),
        ("INSTALL_PACKAGE_IN_USE_BY_APPLICATION", Cause::AppRunning),
        ("INSTALL_INSTALL_IN_PROGRESS", Cause::BusyOtherUpdater),
        ("INSTALL_DISK_FULL", Cause::DiskFull),
        ("INSTALL_NO_NETWORK", Cause::NoNetwork),
        ("DOWNLOAD_FAILED", Cause::NoNetwork),
        ("INSTALL_CANCELLED_BY_USER", Cause::Cancelled),
        ("BLOCKED_BY_POLICY", Cause::PolicyBlocked),
        ("INSTALL_BLOCKED_BY_POLICY", Cause::PolicyBlocked),
        ("INSTALLER_HASH_MISMATCH", Cause::HashMismatch),
        ("COMMAND_REQUIRES_ADMIN", Cause::NeedsAdminOrUser),
        ("INSTALLER_PROHIBITS_ELEVATION", Cause::NeedsAdminOrUser),
        ("ADMIN_CONTEXT_ACTION_PROHIBITED", Cause::NeedsAdminOrUser),
        ("UPDATE_INSTALL_TECHNOLOGY_MISMATCH", Cause::NotForThisPc),
        ("UPDATE_NOT_APPLICABLE", Cause::NotForThisPc),
        ("PACKAGE_IS_PINNED", Cause::Held),
        ("SOURCE_AGREEMENTS_NOT_ACCEPTED", Cause::AsksQuestion),
        ("PACKAGE_AGREEMENTS_NOT_ACCEPTED", Cause::AsksQuestion),
        ("INVALID_CL_ARGUMENTS", Cause::ToolTooOld),
    ] {
        assert_eq!(classify(Some(code(symbol)), ""), cause, "{symbol}");
    }
    assert_eq!(code("NO_APPLICATIONS_FOUND"), NOTHING_FOUND);
}

#[test]
fn what_an_installer_ended_with_is_read_from_its_number_in_any_language() {
    let failed = Some(0x8A15_0006_u32.cast_signed());
    for (said, cause) in [
        ("Installer failed with exit code: 1618", Cause::BusyOtherUpdater),
        ("Fehler beim Ausführen des Installationsprogramms. Exitcode: 1602\n", Cause::AppRunning),
        ("インストーラーが終了コードで失敗しました: 1603", Cause::PackageScriptFailed),
        ("فشل المثبت برمز الإنهاء: 3010", Cause::RestartToFinish),
        ("Installer failed with exit code: 4711", Cause::PackageScriptFailed),
        ("", Cause::PackageScriptFailed),
    ] {
        assert_eq!(classify(failed, said), cause, "{said}");
    }
    for (status, cause) in [
        (1602, Cause::AppRunning),
        (1603, Cause::PackageScriptFailed),
        (1618, Cause::BusyOtherUpdater),
        (1638, Cause::VersionGone),
        (3010, Cause::RestartToFinish),
        (1641, Cause::RestartToFinish),
        (1, Cause::Unexpected),
    ] {
        assert_eq!(classify(Some(status), "code 1618"), cause, "{status}");
    }
    assert_eq!(classify(Some(0x8007_0005_u32.cast_signed()), ""), Cause::NeedsAdminOrUser);
    assert_eq!(classify(None, "1618"), Cause::InterruptedBefore);
}
