<#
  For a person with a real Windows PC: tries what could not be tried under wine, and writes one file of what happened.

  Run it in a PowerShell of an administrator, with the installer of the helper beside it:

      powershell -ExecutionPolicy Bypass -File prove.ps1 -Msi patchround-helper-0.1.0.msi [-Before OLDER.msi]
          [-App patchround-app-0.1.0.msi] [-InstallOne] [-Out proof.json]

  With -Before the older version is installed first, and the newer one over it: only that shows whether an upgrade keeps what the PC has joined.

  It installs the helper and removes it again. It installs no update unless -InstallOne is given: then the smallest one
  that Windows itself offers, so that a round of download, installation and proof is seen once.

  The file has no names of people, PCs, networks or addresses in it: numbers, codes, and yes or no. Read it before you send it.
#>
param(
    [Parameter(Mandatory = $true)][string]$Msi,
    [string]$Out = "patchround-proof.json",
    [string]$Before = "",
    [string]$App = "",
    [switch]$InstallOne
)
Set-StrictMode -Version 3
$ErrorActionPreference = "Stop"

$helper = Join-Path $env:ProgramFiles "Patchround Helper\patchround-helper.exe"
$state = Join-Path $env:ProgramData "Patchround"
$proof = [ordered]@{ format = 1; windows = [Environment]::OSVersion.Version.ToString(); steps = [ordered]@{} }

# One thing that is tried: what it says, or the code of what went wrong. Messages may name files of people: they stay here.
function Step([string]$name, [scriptblock]$try) {
    $began = Get-Date
    try { $said = @{ ok = $true; said = (& $try) } }
    catch {
        Write-Host "$name : $($_.Exception.Message)" -ForegroundColor Yellow
        $said = @{ ok = $false; code = ("0x{0:X8}" -f $_.Exception.HResult) }
        if ($_.Exception.Message -match "^msiexec ends with (\d+)$") { $said.msiexec = [int]$Matches[1] }
    }
    $said.seconds = [Math]::Round(((Get-Date) - $began).TotalSeconds, 1)
    $proof.steps[$name] = $said
    Write-Host ("{0,-32} {1}" -f $name, $(if ($said.ok) { "yes" } else { "NO  " + $said.code }))
}

function Install([string]$act, [string]$what = $Msi) {
    $run = Start-Process msiexec.exe -ArgumentList $act, "`"$((Resolve-Path $what).Path)`"", "/qn", "/norestart" -Wait -PassThru
    if ($run.ExitCode -notin 0, 3010) { throw "msiexec ends with $($run.ExitCode)" }
    $run.ExitCode
}

# Runs a task to its end, and gives what it ended with; it is away afterwards.
function RunTask($act, $who) {
    Register-ScheduledTask -TaskName PatchroundProve -Action $act -Principal $who -Force | Out-Null
    try {
        Start-ScheduledTask PatchroundProve
        # 0x41303: has not run yet, 0x41301: runs.
        for ($n = 0; $n -lt 300; $n++) {
            Start-Sleep 1
            $result = (Get-ScheduledTaskInfo PatchroundProve).LastTaskResult
            if ($result -notin 0x41303, 0x41301) { return $result }
        }
        throw "it does not end"
    } finally { Unregister-ScheduledTask PatchroundProve -Confirm:$false }
}

function Must([bool]$holds, [string]$what) { if (-not $holds) { throw $what } ; $true }

$admin = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
if (-not $admin.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Write-Host "This needs a PowerShell that was started as administrator." ; exit 2
}
if (Get-Service PatchroundHelper -ErrorAction SilentlyContinue) {
    Write-Host "The helper is installed on this PC already. Use a PC that has none." ; exit 2
}

# --- The service, its account, its folders -------------------------------------------------------------------------
Step "install" { if ($Before) { Install "/i" $Before } else { Install "/i" } }
Step "service runs" { Must ((Get-Service PatchroundHelper).Status -eq "Running") "it does not run" }
Step "network half is no administrator" {
    $run = Get-CimInstance Win32_Service -Filter "Name='PatchroundHelper'"
    Must ($run.StartName -eq "NT SERVICE\PatchroundHelper") "it has another account"
}
Step "root half starts on demand" {
    Must ((Get-CimInstance Win32_Service -Filter "Name='PatchroundRoot'").StartMode -eq "Manual") "it starts by itself"
}
Step "network half may start the root half" {
    # As that account: whether the service manager lets it, and not whether we may.
    $act = New-ScheduledTaskAction -Execute (Join-Path $env:SystemRoot "System32\sc.exe") -Argument "start PatchroundRoot"
    $who = New-ScheduledTaskPrincipal -UserId "NT SERVICE\PatchroundHelper" -LogonType ServiceAccount
    Must ((RunTask $act $who) -in 0, 1056) "it may not"
}
Step "folders are closed to users" {
    $users = New-Object Security.Principal.SecurityIdentifier "S-1-5-32-545"
    foreach ($folder in "root", "net") {
        $rules = (Get-Acl (Join-Path $state $folder)).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])
        Must (-not ($rules | Where-Object { $_.IdentityReference -eq $users -or $_.IdentityReference -eq "S-1-1-0" })) "users may look" | Out-Null
    }
    $true
}
Step "owner of the folder is the system" {
    $owner = (Get-Acl (Join-Path $state "root")).GetOwner([Security.Principal.SecurityIdentifier]).Value
    Must ($owner -in "S-1-5-18", "S-1-5-32-544") "somebody else owns it"
}
Step "firewall lets the subnet in" {
    $rules = @(Get-NetFirewallRule -DisplayName "Patchround Helper")
    $others = $rules | Get-NetFirewallAddressFilter | Where-Object { $_.RemoteAddress -ne "LocalSubnet" }
    Must ($rules.Count -eq 2 -and -not $others) "a rule is missing, or lets in more than the subnet"
}
Step "port is open here" { Must (Test-NetConnection 127.0.0.1 -Port 7443 -InformationLevel Quiet) "nobody answers" }
Step "starts again after a crash" {
    $id = (Get-CimInstance Win32_Service -Filter "Name='PatchroundHelper'").ProcessId
    Stop-Process -Id $id -Force
    Start-Sleep 15
    $now = (Get-CimInstance Win32_Service -Filter "Name='PatchroundHelper'").ProcessId
    Must ($now -ne 0 -and $now -ne $id) "it does not"
}
Step "memory at rest in MB" {
    Start-Sleep 60
    $id = (Get-CimInstance Win32_Service -Filter "Name='PatchroundHelper'").ProcessId
    [Math]::Round((Get-Process -Id $id).WorkingSet64 / 1048576, 1)
}
Step "status" { & $helper status | Out-Null; $LASTEXITCODE }
# The helper looks by itself once it runs: this is what its own rooms make of Windows Update and winget.
Step "helper: its own list" {
    $list = Join-Path $state "net\scan.json"
    for ($n = 0; $n -lt 300 -and -not (Test-Path $list); $n++) { Start-Sleep 1 }
    $scan = Get-Content -Raw -Encoding UTF8 $list | ConvertFrom-Json
    @($scan.sources | ForEach-Object {
        $source = $_
        $cause = $(if ($source.PSObject.Properties["cause"]) { $source.cause } else { $null })
        @{ source = $source.source; cause = $cause; managed = [bool]$source.PSObject.Properties["managed"]
           updates = @($scan.updates | Where-Object { $_.id -like "$($source.source):*" }).Count }
    })
}

# --- What the sources say ------------------------------------------------------------------------------------------
$session = $null ; $searcher = $null
Step "windows update: agent" {
    $script:session = New-Object -ComObject Microsoft.Update.Session
    $script:searcher = $session.CreateUpdateSearcher()
    $true
}
Step "windows update: search" {
    $found = $searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Software'")
    @{ result = $found.ResultCode; count = $found.Updates.Count
       kinds = @($found.Updates | ForEach-Object {
           @{ severity = $_.MsrcSeverity; cves = $_.CveIDs.Count; restart = $_.InstallationBehavior.RebootBehavior
              impact = $_.InstallationBehavior.Impact; asks = $_.InstallationBehavior.CanRequestUserInput
              optional = $_.BrowseOnly; categories = @($_.Categories | ForEach-Object { $_.CategoryID }) } }) }
}
Step "windows update: drivers" { $searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Driver'").Updates.Count }
Step "windows update: history" { $searcher.GetTotalHistoryCount() }
Step "windows update: restart needed" { (New-Object -ComObject Microsoft.Update.SystemInfo).RebootRequired }
Step "windows update: managed" {
    $policy = Get-ItemProperty "HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate" -ErrorAction SilentlyContinue
    [bool]($policy -and $policy.PSObject.Properties["WUServer"])
}
$winget = Get-ChildItem "$env:ProgramFiles\WindowsApps\Microsoft.DesktopAppInstaller_*_8wekyb3d8bbwe\winget.exe" -ErrorAction SilentlyContinue |
    Sort-Object { [version]($_.Directory.Name -split "_")[1] } | Select-Object -Last 1
Step "winget: is there" { Must ($null -ne $winget) "it is not" }
if ($winget) {
    Step "winget: version" { (& $winget.FullName --version) -replace "[^0-9v.]", "" }
    foreach ($scope in "machine", "user") {
        Step "winget: list $scope" {
            $lines = & $winget.FullName list --upgrade-available --details --disable-interactivity --accept-source-agreements --scope $scope
            $blocks = @($lines | Where-Object { $_ -match "^\(\d+/\d+\)" }).Count
            @{ exit = ("0x{0:X8}" -f $LASTEXITCODE); lines = @($lines).Count; blocks = $blocks }
        }
    }
    # As the network half and as the system: a scheduled task is the only way to be them.
    foreach ($account in "SYSTEM", "NT SERVICE\PatchroundHelper") {
        Step "winget: list as $account" {
            $log = Join-Path $state "net\prove.txt"
            $act = New-ScheduledTaskAction -Execute "cmd.exe" -Argument "/c `"`"$($winget.FullName)`" list --upgrade-available --details --disable-interactivity --accept-source-agreements --scope machine > `"$log`" 2>&1`""
            $who = New-ScheduledTaskPrincipal -UserId $account -LogonType ServiceAccount
            try {
                $ended = RunTask $act $who
                @{ exit = ("0x{0:X8}" -f $ended); blocks = @(Get-Content $log | Where-Object { $_ -match "^\(\d+/\d+\)" }).Count }
            } finally { Remove-Item $log -ErrorAction SilentlyContinue }
        }
    }
}
Step "office: channel" {
    $office = Get-ItemProperty "HKLM:\SOFTWARE\Microsoft\Office\ClickToRun\Configuration" -ErrorAction SilentlyContinue
    if ($office) { @{ version = $office.VersionToReport; updates = $office.UpdatesEnabled } } else { "none" }
}
Step "local administrators" { @(Get-LocalGroupMember -SID S-1-5-32-544).Count }

if ($InstallOne) {
    Step "windows update: install the smallest" {
        $all = $searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Software'").Updates
        $one = @($all | Where-Object { -not $_.InstallationBehavior.CanRequestUserInput -and $_.InstallationBehavior.RebootBehavior -eq 0 }) |
            Sort-Object MaxDownloadSize | Select-Object -First 1
        if (-not $one) { return "none is small enough" }
        if (-not $one.EulaAccepted) { $one.AcceptEula() }
        $some = New-Object -ComObject Microsoft.Update.UpdateColl ; $some.Add($one) | Out-Null
        $fetch = $session.CreateUpdateDownloader() ; $fetch.Updates = $some ; $fetched = $fetch.Download().ResultCode
        $put = $session.CreateUpdateInstaller() ; $put.Updates = $some ; $done = $put.Install()
        $left = @($searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Software'").Updates |
            Where-Object { $_.Identity.UpdateID -eq $one.Identity.UpdateID }).Count
        @{ fetched = $fetched; installed = $done.ResultCode; restart = $done.RebootRequired; still_offered = $left }
    }
}

# --- The window ----------------------------------------------------------------------------------------------------
if ($App) {
    Step "window: install" { Install "/i" $App }
    Step "window: firewall lets the subnet answer" {
        $rules = @(Get-NetFirewallRule -DisplayName "Patchround")
        $others = $rules | Get-NetFirewallAddressFilter | Where-Object { $_.RemoteAddress -ne "LocalSubnet" }
        Must ($rules.Count -eq 2 -and -not $others) "a rule is missing, or lets in more than the subnet"
    }
    Step "window: menu entry has the name of its messages" {
        $menu = (New-Object -ComObject Shell.Application).NameSpace("shell:::{4234d49b-0245-4df3-b780-3893943456e1}").Items()
        Must (@($menu | Where-Object { $_.Path -eq "org.patchround.app" }).Count -eq 1) "it has another one"
    }
    Step "window: starts at sign-in as This PC" {
        $run = Get-ItemProperty "HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
        Must ($run.PatchroundThisPC -like "*--this-pc --hidden") "it does not"
    }
    Step "window: networks and their kinds" { @(Get-NetConnectionProfile | ForEach-Object { "$($_.NetworkCategory)" }) }
    Step "window: search" {
        $found = & (Join-Path $env:ProgramFiles "Patchround\patchround.exe") find --json | ConvertFrom-Json
        @{ exit = $LASTEXITCODE; search = $found.search; pcs = @($found.pcs).Count }
    }
    Step "window: remove" { Install "/x" $App }
    Step "window: nothing is left" {
        Must (-not (Test-Path (Join-Path $env:ProgramFiles "Patchround"))) "a program is left" | Out-Null
        Must (-not (Get-NetFirewallRule -DisplayName "Patchround" -ErrorAction SilentlyContinue)) "a rule is left"
    }
}

# --- And away ------------------------------------------------------------------------------------------------------
Step $(if ($Before) { "an upgrade keeps the key" } else { "a second installation keeps the key" }) {
    $key = (Get-FileHash (Join-Path $state "root\device.key")).Hash
    Install "/i" | Out-Null
    Must ((Get-FileHash (Join-Path $state "root\device.key")).Hash -eq $key) "it is another one"
    @{ before = $Before -replace "^.*-([0-9.]+)\.msi$", '$1'; now = $Msi -replace "^.*-([0-9.]+)\.msi$", '$1' }
}
Step "remove" { Install "/x" }
Step "nothing is left" {
    Must (-not (Get-Service -Name @("PatchroundHelper", "PatchroundRoot") -ErrorAction SilentlyContinue)) "a service is left" | Out-Null
    Must (-not (Test-Path $helper)) "the program is left" | Out-Null
    Must (-not (Test-Path $state)) "the folder is left" | Out-Null
    Must (-not (Get-NetFirewallRule -DisplayName "Patchround Helper" -ErrorAction SilentlyContinue)) "the rule is left"
}

$proof | ConvertTo-Json -Depth 8 | Set-Content -Encoding UTF8 $Out
Write-Host "`nWritten to $Out. Look through it, then send it to the developers."
