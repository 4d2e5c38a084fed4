import DossierEngine
import DossierStoreSQLite
import Foundation

/// Looks the archive of a database over (khám kho lưu trữ), and changes nothing.
enum ArchiveExamination {
    /// What there is to say of it; nil if the database has none.
    ///
    /// - Throws: `StoreError` if the database itself cannot be read.
    static func finding(of database: String) throws -> Finding? {
        let archive = SQLiteDossierStore.archivePath(of: database)
        let isThere = FileManager.default.fileExists(atPath: archive)
        guard let mark = try SQLiteDossierStore.archiveMark(of: database) else {
            guard isThere else { return nil }
            return .warning(
                "archive",
                Finding.Words(
                    "the database has none, and there is a file \(archive)",
                    "cơ sở dữ liệu không có kho lưu trữ mà lại có tệp \(archive)"
                ),
                Finding.Words(
                    "run motcua archive again if it was broken off, else put it elsewhere",
                    "chạy lại motcua archive nếu lần trước bị ngắt, nếu không hãy chuyển tệp đó đi nơi khác"
                )
            )
        }
        guard isThere else {
            return fault(
                Finding.Words("\(archive) is missing", "thiếu tệp \(archive)"),
                Finding.Words("put it back, or take it from a copy", "chép lại, hoặc lấy từ bản sao")
            )
        }
        do {
            return try finding(of: archive, marked: mark)
        } catch let error as StoreError where error.code == .unsuitable {
            return fault(Finding.Words(of: error.reason), right)
        } catch let error as StoreError where !error.isTransient {
            return fault(Finding.Words(of: error.reason), replacement(of: archive))
        } catch let error as StoreError {
            // What was broken off says in both languages what it is.
            let isBrokenOff = error.vietnamese != nil
            return .error("archive", Finding.Words(of: error.reason), isBrokenOff ? resumption : Examination.reading)
        }
    }

    private static func finding(of archive: String, marked mark: ArchiveMark) throws -> Finding {
        let found = try SQLiteDossierStore.archiveSummary(of: archive)
        guard found.mark.identity == mark.identity else {
            return fault(
                Finding.Words("\(archive) is another database's", "\(archive) là của cơ sở dữ liệu khác"),
                right
            )
        }
        guard found.mark.generation >= mark.generation else {
            return fault(
                Finding.Words("\(archive) is an older copy", "\(archive) là bản cũ hơn"),
                Finding.Words("put the newest one in its place", "thay bằng bản mới nhất")
            )
        }
        let size = counted(Int(found.dossiers), "dossier") + ", " + counted(Int(found.events), "event")
        let length = "\(DiskFile.length(archive) >> 20) MiB"
        return .ok(
            "archive",
            Finding.Words("\(size), \(length)", "\(found.dossiers) hồ sơ, \(found.events) sự kiện, \(length)")
        )
    }

    /// What to do about a damaged archive; the database goes on from where it is.
    static func replacement(of archive: String) -> Finding.Words {
        Finding.Words(
            "put the archive of the newest copy in its place: cp FILE.archive \(archive); only if that is refused as "
                + "older, motcua restore FILE --serial-gap N",
            "thay bằng tệp lưu trữ đi kèm bản sao mới nhất: cp TỆP.archive \(archive); chỉ khi bị từ chối vì cũ hơn "
                + "mới dùng motcua restore TỆP --serial-gap N"
        )
    }

    private static let resumption = Finding.Words(
        "start the server or run motcua archive again, either mends it",
        "khởi động dịch vụ hoặc chạy lại motcua archive, cách nào cũng sửa được"
    )

    private static let right = Finding.Words("put the right one in its place", "thay bằng đúng tệp")

    private static func fault(_ text: Finding.Words, _ remedy: Finding.Words) -> Finding {
        .error("archive", text, remedy.adding(Finding.Words("; see README, The archive", "; xem README, The archive")))
    }
}
