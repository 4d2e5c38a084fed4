public import WorkingCalendar

/// How long personal data are kept after a dossier's end (thời hạn lưu dữ liệu cá nhân), by procedure.
public struct RetentionRules: Hashable, Sendable {
    /// The version, 1 or more, which the history names beside what was erased by it.
    public let version: Int
    /// The years where nothing else is said of a procedure, 1 or more.
    public let years: Int
    /// The years of procedures of which something is said.
    public let yearsByProcedure: [ProcedureCode: Int]

    /// Creates rules.
    public init(version: Int, years: Int, yearsByProcedure: [ProcedureCode: Int]) {
        self.version = version
        self.years = years
        self.yearsByProcedure = yearsByProcedure
    }

    /// The years after its end for which a procedure's dossiers keep their data.
    public func years(of procedure: ProcedureCode) -> Int { yearsByProcedure[procedure] ?? years }

    /// The first day on which the data of a dossier may be erased: as many years after the day of its end, and where
    /// that year has no such day, the day after it.
    ///
    /// - Parameter dossier: The dossier.
    /// - Returns: The day; nil while the dossier has not come to its end.
    public func erasable(_ dossier: Dossier) -> LocalDate? {
        guard dossier.status.isEnd, let ended = dossier.statusChanges.last?.at else { return nil }
        let day = LocalDateTime(ended).date
        let year = day.year + years(of: dossier.registration.procedure.code)
        return LocalDate(year: year, month: day.month, day: day.day) ?? LocalDate(year: year, month: 3, day: 1)
    }
}
