#!/usr/bin/perl
# The package manager at the far end: it knows one package, and counts how often it was run to write.
# Its answers have the form of those recorded in crates/updates/testdata.
use strict;
use Fcntl;
use Time::HiRes;

my $folder = '@FOLDER@';
my $tool = $0 =~ s{.*/}{}r;
my $line = "$tool @ARGV";
$SIG{PIPE} = 'IGNORE';
$| = 1;

sub installed { open my $file, '<', "$folder/installed" or die; my $version = <$file>; chomp $version; $version }
sub adds { open my $file, '>>', "$folder/$_[0]" or die; syswrite $file, "$_[1]\n" }
sub stamps { adds('stamps', sprintf '%s %d %.6f', $_[0], $$, Time::HiRes::time) }
sub counts { our $at_work = 1; adds('runs', $_[0]); stamps('begin') }
END { our $at_work and stamps('end') }
sub tell_status {
    my ($fd) = $line =~ /APT::Status-Fd=(\d+)/ or return;
    open my $to, '>>&=', $fd or return;
    syswrite $to, "$_[0]\n";
}

# As front ends do (apt's doc, fcntl(2)); held until this program ends.
sub lock_database {
    open our $lock, '>>', '/var/lib/dpkg/lock-frontend' or die;
    my $whole = pack 's s l! l! i', F_WRLCK, 0, 0, 0, 0;
    fcntl $lock, F_SETLKW, $whole or die;
}

sub is_offered { installed() eq '1.0' }

if ($line =~ /^apt-get -s /) {
    print "Reading package lists...\n";
    print "Inst pr-tool-a [1.0] (1.1 PrLab:office [all])\nConf pr-tool-a (1.1 PrLab:office [all])\n" if is_offered();
} elsif ($line eq 'apt-get update --print-uris') {
} elsif ($line =~ /^apt-get update /) {
    counts('update');
} elsif ($line =~ /--print-uris/) {
    print "'http://mirror.invalid/pool/pr-tool-a_1.1_all.deb' pr-tool-a_1.1_all.deb 650 MD5Sum:0\n" if is_offered();
} elsif ($line =~ /--download-only/) {
    counts('download');
    tell_status('dlstatus:1:100.0000:Retrieving file 1 of 1');
} elsif ($line =~ /^apt-get .* install -- /) {
    lock_database();
    counts('install');
    tell_status('pmstatus:pr-tool-a:35.2941:Preparing pr-tool-a (all)');
    select undef, undef, undef, 0.3;
    tell_status('pmstatus:pr-tool-a:82.3529:Installed pr-tool-a (all)');
    open my $file, '>', "$folder/installed.new" or die;
    syswrite $file, "1.1\n";
    rename "$folder/installed.new", "$folder/installed";
} elsif ($line =~ /^dpkg --configure/) {
    lock_database();
    counts('configure');
} elsif ($line eq 'apt-cache policy') {
    print "Package files:\n 100 /var/lib/dpkg/status\n     release a=now\n"
        . " 500 http://mirror.invalid/office office/main amd64 Packages\n"
        . "     release o=PrLab,a=office,n=office,l=PrLab,c=main,b=amd64\n     origin mirror.invalid\nPinned packages:\n";
} elsif ($line =~ /^apt-cache policy -- .*pr-tool-a/) {
    my $installed = installed();
    print "pr-tool-a:\n  Installed: $installed\n  Candidate: 1.1\n  Version table:\n";
    for my $version ('1.1', '1.0') {
        my $mark = $version eq $installed ? '***' : '   ';
        next if $version eq '1.0' && $mark ne '***';
        print " $mark $version 500\n";
        print "        500 http://mirror.invalid/office office/main amd64 Packages\n" if $version eq '1.1';
        print "        100 /var/lib/dpkg/status\n" if $mark eq '***';
    }
} elsif ($line =~ /^apt-cache show /) {
    print "Package: pr-tool-a\nArchitecture: all\nVersion: 1.1\nSize: 650\nDescription: practice package\n\n";
} elsif ($line =~ /^dpkg-query -W .*--/s) {
    print "pr-tool-a\tall\tinstall\tinstalled\t", installed(), "\n";
} elsif ($line =~ /^dpkg-query -W /) {
    print "installed\n";
} elsif ($line =~ /^apt-mark /) {
} else {
    die "nobody taught this tool to answer: $line\n";
}
