# Builds the packages of the PCs with pacman: pacman-initial is what they have at the start, pacman is their source, and
# pacman-another-key is the same, signed by somebody else. As with Arch the packages are signed, and the lists are not.
set -e
out=/var/tmp/out work=/var/tmp/work
export GNUPGHOME=/var/tmp/keys
mkdir -p $out/pacman $out/pacman-initial

# package SHELF NAME VERSION SUMMARY [LINES [INSTALL SCRIPT]]
package() {
    tree=$work/$2
    rm -rf $tree
    mkdir -p $tree/usr/share/patchround-lab
    echo "$3" > $tree/usr/share/patchround-lab/$2
    {
        printf 'pkgname = %s\npkgbase = %s\npkgver = %s\npkgdesc = %s\nurl = https://example.invalid\n' "$2" "$2" "$3" "$4"
        printf 'builddate = 1790000000\npackager = Office lab <lab@example.invalid>\nsize = 10\narch = any\nlicense = MIT\n'
        printf "${5:-}"
    } > $tree/.PKGINFO
    [ -z "${6:-}" ] || printf "$6" > $tree/.INSTALL
    (
        cd $tree
        bsdtar -czf .MTREE --format=mtree --options='!all,use-set,type,uid,gid,mode,time,size,sha256,link' .PKGINFO usr
        bsdtar -cf - .MTREE .PKGINFO $([ ! -e .INSTALL ] || echo .INSTALL) usr |
            zstd -q -f -o $out/$1/$2-$3-any.pkg.tar.zst
    )
}

pair() { package pacman-initial "$1" 1.0-1 "$2"; package pacman "$1" 1.1-1 "$2" "${3:-}" "${4:-}"; }

pair pr-tool-a 'Address labels'
pair pr-tool-b 'Barcode reader'
pair pr-wide 'Schrift 漢字 für Etiketten'
pair linux-pr 'System core'
pair pr-failing 'Ledger' '' 'post_upgrade() {\n    echo "pr-failing: migration error" >&2\n    return 3\n}\n'
package pacman-initial pr-newdep 1.0-1 'Form filler'
package pacman pr-newdep 1.1-1 'Form filler' 'depend = pr-library\n'
package pacman pr-library 2.0-1 'Form filler, shared part'

# offer SHELF KEY
offer() {
    for file in $out/$1/*.zst; do gpg --batch --local-user "$2@example.invalid" --detach-sign $file; done
    repo-add -q $out/$1/lab.db.tar.gz $out/$1/*.zst
}
cp -r $out/pacman $out/pacman-another-key
offer pacman office
# Who has this list has to be given the one that is made next.
touch -d '1 hour ago' $out/pacman/lab.db.tar.gz
offer pacman-another-key another
