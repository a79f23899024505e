# Builds the packages of the PCs with rpm: rpm-initial is what they have at the start, rpm is what their source offers, and
# rpm-another-key is the same, signed by somebody else.
set -e
out=/var/tmp/out work=/var/tmp/work
export GNUPGHOME=/var/tmp/keys
mkdir -p $out/rpm $out/rpm-initial $work

# package SHELF NAME VERSION RELEASE SUMMARY [HEAD [SCRIPTLETS]]
package() {
    shelf=$1 name=$2 version=$3 release=$4
    {
        printf 'Name: %s\nVersion: %s\nRelease: %s\nSummary: %s\nLicense: MIT\nBuildArch: noarch\n' \
            "$name" "$version" "$release" "$5"
        printf "${6:-}"
        printf '%%description\nA package of the Patchround test office.\n'
        printf '%%install\nmkdir -p %%{buildroot}/usr/share/patchround-lab\n'
        printf 'echo %s > %%{buildroot}/usr/share/patchround-lab/%s\n' "$version" "$name"
        printf "${7:-}"
        printf '%%files\n/usr/share/patchround-lab/%s\n' "$name"
    } > $work/$name.spec
    rpmbuild --quiet --define "_topdir $work" --define "_rpmdir $work" --define '_build_id_links none' \
        -bb $work/$name.spec
    mv $work/noarch/*.rpm $out/$shelf/
}

# old NAME SUMMARY, and then its newer version
pair() { package rpm-initial "$1" 1.0 1 "$2"; package rpm "$1" 1.1 1 "$2" "${3:-}" "${4:-}"; }

# Of what is offered nothing has a way back but pr-tool-a, whose version before stays where it is, as with many sources.
# Scriptlets need a shell, and nothing of this root is in rpm's database.
package rpm-initial pr-system 1 1 'Base system' 'Provides: /bin/sh\n'
pair pr-tool-a 'Address labels'
pair pr-tool-b 'Barcode reader'
pair pr-wide 'Schrift 漢字 für Etiketten'
package rpm-initial pr-secure 1.0 1 'Mail viewer'
package rpm pr-secure 1.0 2 'Mail viewer'
package rpm-initial pr-kernel 6.1 1 'System core'
package rpm pr-kernel 6.2 1 'System core'
pair pr-failing 'Ledger' '' '%%post\necho pr-failing: migration error >&2\nexit 3\n'
package rpm-initial pr-newdep 1.0 1 'Form filler'
package rpm pr-newdep 1.1 1 'Form filler' 'Requires: pr-library\n'
package rpm pr-library 2.0 1 'Form filler, shared part'
package rpm-initial pr-major 1.9 1 'Accounts'
package rpm pr-major 5.0 1 'Accounts'

advisory() { # ID TYPE SEVERITY NAME VERSION RELEASE [REFERENCES [IN THE PACKAGE]]
    cat <<X
<update from="lab@example.invalid" status="final" type="$2" version="1"><id>$1</id><title>$4: $2 update</title>
<issued date="2026-11-01 00:00:00"/><updated date="2026-11-01 00:00:00"/><severity>$3</severity>
<description>What is new in $4 $5.</description><references>${7:-}</references>
<pkglist><collection short="LAB"><name>Lab</name><package name="$4" version="$5" release="$6" epoch="0" arch="noarch"
src="$4-$5-$6.src.rpm"><filename>$4-$5-$6.noarch.rpm</filename>${8:-}</package></collection></pkglist></update>
X
}
cve() { printf '<reference href="https://example.invalid/%s" id="%s" type="cve" title="%s"/>' "$1" "$1" "$1"; }
{
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<updates>\n'
    advisory LAB-2026-0001 security Critical pr-secure 1.0 2 "$(cve CVE-2026-0001)$(cve CVE-2026-0002)"
    advisory LAB-2026-0002 bugfix None pr-kernel 6.2 1 '' '<reboot_suggested>True</reboot_suggested>'
    advisory LAB-2026-0003 enhancement None pr-tool-a 1.1 1
    printf '</updates>\n'
} > $work/updateinfo.xml

# offer SHELF KEY
offer() {
    rpmsign --define "_gpg_name $2@example.invalid" --define "__gpg /usr/bin/gpg" --addsign $out/$1/*.rpm > /dev/null
    createrepo_c --quiet $out/$1
    modifyrepo_c --mdtype=updateinfo $work/updateinfo.xml $out/$1/repodata > /dev/null
    gpg --batch --local-user "$2@example.invalid" --armor --detach-sign $out/$1/repodata/repomd.xml
    gpg --batch --armor --export "$2@example.invalid" > $out/$1/repodata/repomd.xml.key
}
cp $out/rpm-initial/pr-tool-a-*.rpm $out/rpm/
cp -r $out/rpm $out/rpm-another-key
offer rpm office
offer rpm-another-key another
