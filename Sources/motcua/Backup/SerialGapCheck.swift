import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// Whether the codes that were given since a copy lie within the gap that was stated (khoảng trống số hồ sơ).
struct SerialGapCheck {
    /// How many codes one agency may have given on one day since the copy.
    let gap: Int
    /// The day of the copy, in the time of the service.
    let first: LocalDate

    /// Holds the serials of databases that went on against those of the copy.
    ///
    /// - Parameters:
    ///   - databases: What is to be replaced; each may be damaged in any way, and of any program.
    ///   - copy: The copy.
    /// - Returns: Those that cannot be read, of which nothing is known.
    /// - Throws: ``CommandFailure`` if codes lie behind the gap; `StoreError` if the copy cannot be read.
    func unreadable(of databases: [String], against copy: String) throws -> [String] {
        let then = Dictionary(
            try SQLiteDossierStore.issuedSerials(of: copy, since: first).map { (Self.day(of: $0), $0.last) }
        ) { max($0, $1) }
        var unreadable: [String] = []
        for database in databases {
            // Why it cannot be read does not matter: the administrator is told that it was not looked at.
            guard let serials = try? SQLiteDossierStore.issuedSerials(of: database, since: first) else {
                unreadable.append(database)
                continue
            }
            let most = serials.map { $0.last - (then[Self.day(of: $0)] ?? 0) }.max() ?? 0
            guard most > gap else { continue }
            throw CommandFailure(
                "\(database) has given up to \(most) codes of one agency's day since the copy; state --serial-gap "
                    + "\(most) or more.",
                vietnamese: "Cơ sở dữ liệu hiện có đã cấp thêm đến \(most) mã; hãy dùng --serial-gap \(most) trở lên."
            )
        }
        return unreadable
    }

    private static func day(of serial: IssuedSerial) -> String {
        serial.agencyIdentifier + " " + serial.date.iso8601
    }
}
