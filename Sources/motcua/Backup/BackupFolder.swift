import DossierConfig
import DossierEngine
import Foundation
import Glibc

/// The folder of scheduled copies (thư mục sao lưu), told from the empty one that is left when its disk is not mounted,
/// and from another installation's.
///
/// The first copy leaves a marker in the folder, and the folder's path beside the database; in both stands a random
/// number. A folder to which copies went before and which has no marker is not the same one any more: copies would fill
/// the wrong disk, and be lost with the database. One whose marker has another number is of a database elsewhere, whose
/// copies would count as this one's and be removed in turn. What was noted lies beside the database and not in it, so
/// that a copy that is restored on another machine knows nothing of this one's disks.
struct BackupFolder {
    /// The name of the marker.
    static let marker = ".motcua-backups"
    /// What the name of the note beside the database ends with.
    static let note = ".backup-folder"
    private static let maximumNote = 4_096
    /// What the line with the number begins with.
    private static let numbered = "installation: "
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
    var holdsDatabase: Bool { DiskFile.areSame(path, DiskFolder.path(of: database)) }

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

    private var markerPath: String { path + "/" + Self.marker }
    private var hasMarker: Bool { DiskFile.exists(markerPath) }

    /// Where copies went before; nil if none did, or nobody noted it.
    private var known: String? { Self.lines(of: note).first { !$0.hasPrefix(Self.numbered) } }

    /// The number of a marker or a note; nil if it has none, as those of former programs.
    private static func number(in file: String) -> String? {
        lines(of: file).first { $0.hasPrefix(numbered) }.map { String($0.dropFirst(numbered.count)) }
    }

    private static func lines(of file: String) -> [String] {
        // What cannot be opened or read is as if nothing was noted.
        guard let bytes = try? DiskFile.beginning(of: file, bytes: maximumNote) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whether copies went to this folder before, and it has lost its marker.
    var isStrange: Bool { known == path && !hasMarker }

    /// Whether it is marked as the folder of another database's copies.
    var isOthers: Bool {
        guard let number = Self.number(in: markerPath) else { return false }
        return number != Self.number(in: note)
    }

    /// Refuses a folder that copies went to before and that has no marker, and one that is another database's; marks
    /// and notes one that is new.
    ///
    /// - Throws: ``CommandFailure``.
    func expectOwn() throws {
        try expectApart()
        guard !isStrange else { throw strange }
        guard !isOthers else { throw others }
        let number = Self.number(in: note) ?? Digest.of(SystemEntropy().bytes(Digest.length)).hexadecimal
        // The number first, then the marker, then the path: broken off anywhere this goes on with the next round.
        if Self.number(in: note) == nil { try write(known, number) }
        if Self.number(in: markerPath) == nil {
            try replace(markerPath, by: Self.words + Self.numbered + number + "\n")
        }
        if known != path { try write(path, number) }
    }

    private func write(_ folder: String?, _ number: String) throws {
        try replace(note, by: (folder.map { $0 + "\n" } ?? "") + Self.numbered + number + "\n")
    }

    private func replace(_ file: String, by text: String) throws {
        let draft = file + ".new"
        unlink(draft)
        try PrivateFile.create(draft, Array(text.utf8))
        try DiskFile.rename(draft, to: file)
    }

    private var strange: CommandFailure {
        CommandFailure(
            "The folder \(path) of backup.folder has lost its file \(Self.marker): its disk is not mounted, it seems. "
                + "Mount it; or, if the folder is a new one, run: touch \(markerPath)",
            vietnamese: "Thư mục \(path) (backup.folder) không còn tệp \(Self.marker): có lẽ ổ đĩa chưa được gắn. Hãy "
                + "gắn ổ đĩa; nếu đây là thư mục mới, hãy chạy: touch \(markerPath)"
        )
    }

    private var others: CommandFailure {
        CommandFailure(
            "The folder \(path) of backup.folder has the copies of another installation; each would remove those of "
                + "the other. Name a folder of its own; or, if the other is no more, run: rm \(markerPath)",
            vietnamese: "Thư mục \(path) (backup.folder) chứa bản sao của một hệ thống khác; hai bên sẽ xóa bản sao "
                + "của nhau. Hãy đặt thư mục riêng; nếu hệ thống kia không còn, hãy chạy: rm \(markerPath)"
        )
    }
}

extension Settings {
    /// The folder of scheduled copies; nil if none are made.
    var backups: BackupFolder? { backupFolder.isEmpty ? nil : BackupFolder(backupFolder, of: databaseFile) }
}
