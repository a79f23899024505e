# Tells of what is added to the files, line by line, and of what is put into the folders. At each mark the PC stands
# still until the test says how it goes on, so that nothing follows the mark before the plug is pulled.
use strict;

# Whoever stops all processes has to be sure that they are those of the PC.
readlink '/proc/self' eq $$ && -e '/run/host/container-manager' or die 'not inside a PC';
# A job that never ends must not keep the test waiting for ever.
alarm 240;
$| = 1;

my $net = '/var/lib/patchround';
my $root = '/var/lib/patchround-root';
my %files = (
    "$net/events.ndjson" => 'log',
    "$root/journal.ndjson" => 'journal',
    '/var/log/dpkg.log' => 'dpkg',
    '/var/log/pr-slow.log' => 'pr-slow',
);
my %folders = ("$net/jobs" => 'job', "$root/txn" => 'order', "$root/progress" => undef);
my (%read, %known);

sub added {
    my ($path, $place) = @_;
    open my $file, '<', $path or return;
    seek $file, $read{$path} // 0, 0;
    local $/;
    my $text = <$file> // '';
    return unless $text =~ /^(.*\n)/s;
    $read{$path} += length $1;
    return map { "$place\t$_\n" } grep { length } split /\n/, $1;
}

# A file that is written anew takes the place of the old one: then it is another one.
sub put {
    my ($folder, $place) = @_;
    opendir my $entries, $folder or return;
    my @news;
    for my $name (grep { !/^\./ } readdir $entries) {
        my $path = "$folder/$name";
        my $id = (stat $path)[1] // next;
        next if ($known{$path} // 0) == $id;
        $known{$path} = $id;
        if (defined $place) { push @news, "$place\t$name\n" } else { $files{$path} = $name }
    }
    return @news;
}

# What was written before something was put there comes before it.
sub news {
    my @put = map { put($_, $folders{$_}) } keys %folders;
    return ((map { added($_, $files{$_}) } keys %files), @put);
}

put($_, $folders{$_}) for keys %folders;
$read{$_} = (-s $_) || 0 for keys %files;
print "ready\n";
while (1) {
    if (my @news = news()) {
        kill 'STOP', -1;
        print @news, news(), "\n";
        my $word = <STDIN>;
        last if ($word // '') eq "for good\n";
    }
    # Again and again: a process that was just being started can be stopped after the others were let go on.
    kill 'CONT', -1;
    select undef, undef, undef, 0.002;
}
for (1 .. 100) {
    kill 'CONT', -1;
    select undef, undef, undef, 0.002;
}
