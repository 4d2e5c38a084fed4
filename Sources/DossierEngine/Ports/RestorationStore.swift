public import WorkingCalendar

/// What is changed once, when an older copy takes the place of a database (khôi phục dữ liệu).
///
/// Every method throws ``StoreError`` if the store cannot be written.
public protocol RestorationTransaction {
    /// Passes over the next serials of an agency's day, so that codes of them are never given.
    ///
    /// - Parameters:
    ///   - count: How many, 1 or more.
    ///   - agencyIdentifier: The identifier the codes begin with.
    ///   - date: The local date of receipt.
    /// - Throws: ``StoreError``.
    func skipSerials(_ count: Int, agencyIdentifier: String, date: LocalDate) throws
    /// Passes over the next numbers of everything that is known to others by its number: texts, notices, calls to
    /// subscribers, keys.
    func skipNumbers(_ count: Int64) throws
    /// Notes as unknown every text to an applicant that waits or is being sent; returns how many.
    func giveUpWaitingTexts(reason: String) throws -> Int
    /// Ends every session; returns how many.
    func endAllSessions() throws -> Int
}
