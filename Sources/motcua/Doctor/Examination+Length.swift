import DossierStoreSQLite
import Foundation

extension Examination {
    /// Says that a file of the database was cut off or has something behind its end.
    ///
    /// SQLite takes what is missing of the last page for zeros, so that an examination of the pages may find nothing.
    ///
    /// - Parameter isRunning: Whether a server may be making the file longer.
    /// - Returns: nil if it was not, or that cannot be told.
    func cutOffFile(isRunning: Bool) -> Finding? {
        guard !isRunning else { return nil }
        for file in [database, SQLiteDossierStore.archivePath(of: database)] where DiskFile.isOrdinary(file) {
            // What waits in a log after a crash may make the file whole.
            guard DiskFile.length(file + "-wal") == 0 else { continue }
            let length = DiskFile.length(file)
            guard let page = Self.pageBytes(of: file), length % page != 0 else { continue }
            return .error(
                "pages",
                Finding.Words(
                    "\(file) has \(length) bytes, no whole number of pages of \(page)",
                    "\(file) dài \(length) byte, không tròn số trang \(page) byte"
                ),
                Self.restore
            )
        }
        return nil
    }

    /// The length of a page as the file says it; nil if it is no database.
    private static func pageBytes(of file: String) -> Int64? {
        // A file that cannot be read has a finding of its own.
        guard let header = try? DiskFile.beginning(of: file, bytes: 18) else { return nil }
        return pageBytes(header: Array(header))
    }

    /// The length of a page by the first 18 bytes of a database; nil if they are none's.
    ///
    /// Source: SQLite, Database File Format, §1.3.2; 1 stands for 65536.
    static func pageBytes(header: [UInt8]) -> Int64? {
        guard header.count >= 18, header.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
        let written = Int64(header[16]) << 8 | Int64(header[17])
        let length = written == 1 ? 65_536 : written
        guard (512...65_536).contains(length), length & (length - 1) == 0 else { return nil }
        return length
    }
}
