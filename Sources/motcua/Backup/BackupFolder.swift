import DossierConfig
import Foundation
import Glibc

/// The folder of scheduled copies (thư mục sao lưu), told from the empty one that is left when its disk is not mounted.
///
/// The first copy leaves a marker in the folder, and the folder's path beside the database. A folder to which copies
/// went before and which has no marker is not the same one any more: copies would fill the wrong disk, and be lost with
/// the database. What was noted lies beside the database and not in it, so that a copy that is restored on another
/// machine knows nothing of this one's disks.
struct BackupFolder {
    /// The name of the marker.
    static let marker = ".motcua-backups"
    /// What the name of the note beside the database ends with.
    static let note = ".backup-folder"
    private static let maximumNote = 4_096
    private static let words = """
        Copies of the MotCua database go here. Keep this file: without it no more are made.
        Bản sao lưu của MotCua nằm ở đây. Giữ tệp này: thiếu nó thì không sao lưu nữa.

        """

    private let path: String
    private let database: String
    private let note: String

    /// Describes the folder of a database's copies.
    init(_ path: String, of database: String) {
        self.path = URL(filePath: path).standardizedFileURL.path
        self.database = database
        note = database + Self.note
    }

    /// Whether the database lies among its copies.
    var holdsDatabase: Bool { DiskFile.areSame(path, URL(filePath: database).deletingLastPathComponent().path) }

    /// Refuses the folder of the database itself: there the oldest copies are removed, and a disk takes both with it.
    ///
    /// - Throws: ``CommandFailure``.
    func expectApart() throws(CommandFailure) {
        guard holdsDatabase else { return }
        throw CommandFailure(
            "The database \(database) lies in the folder \(path) of backup.folder, where the oldest copies are "
                + "removed. Name a folder of its own for the copies, best on another disk.",
            vietnamese: "Cơ sở dữ liệu \(database) nằm ngay trong thư mục sao lưu \(path) (backup.folder), nơi các bản "
                + "sao cũ bị xóa. Hãy đặt một thư mục riêng cho bản sao, tốt nhất trên ổ đĩa khác."
        )
    }

    private var hasMarker: Bool { DiskFile.exists(path + "/" + Self.marker) }

    /// Where copies went before; nil if none did, or nobody noted it.
    private var known: String? {
        // What cannot be opened or read is as if nothing was noted.
        guard let file = try? DiskFile.openOrdinary(note) else { return nil }
        // The same.
        guard let bytes = try? file.read(upToCount: Self.maximumNote) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }

    /// Whether copies went to this folder before, and it has lost its marker.
    var isStrange: Bool { known == path && !hasMarker }

    /// Refuses a folder that copies went to before and that has no marker; marks and notes one that is new.
    ///
    /// - Throws: ``CommandFailure``.
    func expectOwn() throws {
        try expectApart()
        guard !isStrange else {
            throw CommandFailure(
                "The folder \(path) of backup.folder has lost its file \(Self.marker): its disk is not mounted, it "
                    + "seems. Mount it; or, if the folder is a new one, run: touch \(path)/\(Self.marker)",
                vietnamese: "Thư mục \(path) (backup.folder) không còn tệp \(Self.marker): có lẽ ổ đĩa chưa được gắn. "
                    + "Hãy gắn ổ đĩa; nếu đây là thư mục mới, hãy chạy: touch \(path)/\(Self.marker)"
            )
        }
        if !hasMarker { try PrivateFile.create(path + "/" + Self.marker, Array(Self.words.utf8)) }
        guard known != path else { return }
        let draft = note + ".new"
        unlink(draft)
        try PrivateFile.create(draft, Array((path + "\n").utf8))
        try DiskFile.rename(draft, to: note)
    }
}

extension Settings {
    /// The folder of scheduled copies; nil if none are made.
    var backups: BackupFolder? { backupFolder.isEmpty ? nil : BackupFolder(backupFolder, of: databaseFile) }
}
