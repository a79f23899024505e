# Builds a program and a runtime for the flatpak of a PC: flatpak-initial has what it has at the start, flatpak is its
# remote, which has that and one newer commit of each.
set -e
out=/var/tmp/out work=/var/tmp/work
export HOME=/root GNUPGHOME=/var/tmp/keys
arch=$(flatpak --default-arch)
sign="--gpg-sign=$(gpg --batch --with-colons --list-keys office@example.invalid | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -n 1)"
sign="$sign --gpg-homedir=$GNUPGHOME"

# commit VERSION
commit() {
    rm -rf $work/runtime $work/app
    mkdir -p $work/runtime/usr $work/runtime/files $work/app/files/bin $work/app/export
    echo $1 > $work/runtime/usr/version
    printf "[Runtime]\nname=org.lab.Platform\nruntime=org.lab.Platform/$arch/1\nsdk=org.lab.Sdk/$arch/1\n" > $work/runtime/metadata
    printf "#!/bin/sh\necho $1\n" > $work/app/files/bin/notes
    chmod 755 $work/app/files/bin/notes
    printf "[Application]\nname=org.lab.Notes\nruntime=org.lab.Platform/$arch/1\nsdk=org.lab.Sdk/$arch/1\ncommand=notes\n" > $work/app/metadata
    flatpak build-export $sign --runtime --files=usr $out/flatpak $work/runtime 1
    flatpak build-export $sign --subject="Version $1" $out/flatpak $work/app stable
    flatpak build-update-repo $sign $out/flatpak
}

commit 1.0
cp -r $out/flatpak $out/flatpak-initial
commit 1.1
