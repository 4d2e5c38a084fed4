import DossierEngine
import DossierStoreSQLite
import WorkingCalendar

/// Whether the codes that were given since a copy lie within the gap that was stated (khoảng trống số hồ sơ).
///
/// All days are looked at: an import gives codes of old ones, and a clock that was ahead those of days to come.
struct SerialGapCheck {
    /// What databases that went on say.
    struct Finding {
        /// Those that cannot be read, of which nothing is known.
        var unreadable: [String] = []
        /// The agencies and days of which they gave or passed over codes that the copy does not know.
        var given: [IssuedSerial] = []
    }

    /// How many codes one agency may have given on one day since the copy.
    let gap: Int

    /// Holds the serials of databases that went on against those of the copy.
    ///
    /// - Parameters:
    ///   - databases: What is to be replaced; each may be damaged in any way, and of any program.
    ///   - copy: The copy.
    /// - Returns: What was found.
    /// - Throws: ``CommandFailure`` if codes lie behind the gap; `StoreError` if the copy cannot be read.
    func finding(in databases: [String], against copy: String) throws -> Finding {
        let then = Dictionary(
            try SQLiteDossierStore.issuedSerials(of: copy).map { (Self.day(of: $0), $0.last) }
        ) { max($0, $1) }
        var finding = Finding()
        for database in databases {
            // Why it cannot be read does not matter: the administrator is told that it was not looked at.
            guard let serials = try? SQLiteDossierStore.issuedSerials(of: database) else {
                finding.unreadable.append(database)
                continue
            }
            let given = serials.filter { $0.last > then[Self.day(of: $0)] ?? 0 }
            finding.given += given
            let most = given.map { $0.last - (then[Self.day(of: $0)] ?? 0) }.max() ?? 0
            guard most > gap else { continue }
            throw CommandFailure(
                "\(database) has given up to \(most) codes of one agency's day since the copy; state --serial-gap "
                    + "\(most) or more.",
                vietnamese: "Cơ sở dữ liệu hiện có đã cấp thêm đến \(most) mã; hãy dùng --serial-gap \(most) trở lên."
            )
        }
        return finding
    }

    private static func day(of serial: IssuedSerial) -> String {
        serial.agencyIdentifier + " " + serial.date.iso8601
    }
}
