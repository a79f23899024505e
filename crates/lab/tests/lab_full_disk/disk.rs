//! A disk of its own under one folder of a PC: in memory, and just as large as a test wants it at a moment.

use crate::office::Office;

/// More than an update needs (the root half wants 100 MB left over).
const ROOM: &str = "400m";
const SOCKETS: &str =
    "patchround-helper.socket patchround-control.socket patchround-session.socket patchround-root.socket";
const SERVICES: &str = "patchround-helper.service patchround-root.service";

pub(crate) struct Disk<'a> {
    office: &'a Office,
    pc: &'a str,
    folder: &'a str,
}

impl<'a> Disk<'a> {
    /// Puts a disk there with what is in the folder.
    pub(crate) fn under(office: &'a Office, pc: &'a str, folder: &'a str) -> Self {
        let disk = Self { office, pc, folder };
        disk.shell(&format!(
            "set -e; mkdir -p {folder}; cp -a {folder} /root/kept
            mount -t tmpfs -o size={ROOM} tmpfs {folder}
            cp -a /root/kept/. {folder}/; rm -r /root/kept"
        ));
        disk
    }

    /// As [`Self::under`], of the folder of one of the helper's halves, which are stopped meanwhile.
    pub(crate) fn under_helper(office: &'a Office, pc: &'a str, folder: &'a str) -> Self {
        Self { office, pc, folder }.shell(&format!("systemctl stop {SOCKETS} {SERVICES}"));
        let disk = Self::under(office, pc, folder);
        disk.shell(&format!("systemctl start {SOCKETS} patchround-helper.service"));
        disk
    }

    /// Takes it away again from one of the helper's halves, which are stopped meanwhile. What is on it stays.
    pub(crate) fn leave(&self) {
        let folder = self.folder;
        self.shell(&format!(
            "set -e; systemctl stop {SOCKETS} {SERVICES}; cp -a {folder} /root/kept; umount {folder}
            rm -r {folder}; mv /root/kept {folder}
            systemctl start {SOCKETS} patchround-helper.service"
        ));
    }

    /// From now on there is no more room than what is in use, of which there must be something.
    pub(crate) fn fill(&self) {
        let folder = self.folder;
        // A disk that was written to meanwhile cannot be made so small: then once more.
        self.shell(&format!(
            "for turn in 1 2 3 4 5 6 7 8 9; do
                used=$(( $(df -k --output=used {folder} | tail -1) ))
                mount -o remount,size=${{used}}k {folder} 2>/dev/null && exit 0
            done; exit 1"
        ));
    }

    /// From now on there is next to no room, also where nothing is in use.
    pub(crate) fn make_tiny(&self) {
        self.shell(&format!("mount -o remount,size=4k {}", self.folder));
    }

    /// As [`Self::fill`], with nothing left in the last page of these files: to those who read them, empty lines
    /// are none.
    pub(crate) fn fill_to_the_last_byte(&self, files: &str) {
        self.shell(&format!(
            "set -e; cd {}; for file in {files}; do
                missing=$(( (4096 - $(stat -c %s $file) % 4096) % 4096 ))
                head -c $missing /dev/zero | tr '\\0' '\\n' >> $file
            done",
            self.folder
        ));
        self.fill();
    }

    /// From now on nothing can be written there, as after an error of a disk. Nobody may have something open to write.
    pub(crate) fn make_read_only(&self) {
        self.shell(&format!("mount -o remount,ro {}", self.folder));
    }

    pub(crate) fn make_writable(&self) {
        self.shell(&format!("mount -o remount,rw {}", self.folder));
    }

    pub(crate) fn make_room(&self) {
        self.shell(&format!("mount -o remount,size={ROOM} {}", self.folder));
    }

    fn shell(&self, script: &str) {
        self.office.lab.succeed(self.pc, ["sh", "-c", script]).unwrap();
    }
}
