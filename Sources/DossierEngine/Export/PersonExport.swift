public import DossierDomain
public import WorkingCalendar

/// Everything that is kept on one person (toàn bộ dữ liệu về một người), read in one moment.
public struct PersonExport: Sendable {
    /// When it was read.
    public let madeAt: Instant
    /// The dossiers in which the person has a part, newest first.
    public let dossiers: [ExportedDossier]
    /// What the person texted, oldest first, as far as it is kept.
    public let inquiries: [ExportedInquiry]
    /// Whether one of the person's numbers wants no texts.
    public let wantsNoTexts: Bool
}

/// What a person is in a dossier (tư cách trong hồ sơ).
public enum PersonCapacity: String, CaseIterable, Sendable {
    /// The dossier is his own.
    case applicant
    /// He stood at the desk for somebody, of whom he is shown no more than anybody else.
    case submitter
    /// He stood on its sheet as the applicant until a correction, or his number did, mistyped for somebody else's.
    case formerApplicant
    /// The same as one who stood at the desk for somebody.
    case formerSubmitter
}

/// One dossier with all that is kept beside it (hồ sơ trong bản trích xuất).
public struct ExportedDossier: Sendable {
    /// The dossier; of whoever was taken off its sheet as it was then.
    public let file: DossierFile
    /// What the person is in it.
    public let capacity: PersonCapacity
    /// When a correction took the person off its sheet, and what came later is not told; nil while he stands on it.
    public let until: Instant?
    /// The look-up PIN; nil where it is not the person's, and once it was erased.
    public let pin: String?
    /// What the sheet said before it was corrected, oldest first, as far as it is the person's.
    public let earlierSheets: [EarlierSheet]
    /// Its events, oldest first.
    public let history: [HistoryEntry]
    /// The regime that names the statuses.
    public let regime: Regime
    /// The texts about it, newest first, each with its words where they are the person's.
    public let messages: [(entry: MessageEntry, text: String?)]
    /// What staff were told of it, oldest first.
    public let notices: [NoticeEntry]
    /// Who has read it, newest first.
    public let readings: [ReadingEntry]
}

/// A sheet of before a correction (tờ khai trước đính chính).
public struct EarlierSheet: Sendable {
    /// What it said.
    public let sheet: ShownSheet
    /// When it was corrected.
    public let until: Instant
}

/// A text that a person sent (tin nhắn tra cứu đã gửi).
public struct ExportedInquiry: Sendable {
    /// What is kept of it.
    public let draft: InquiryDraft
    /// The dossier of which it was told; nil for none.
    public let code: DossierCode?
}

/// Whose data are wanted (chủ thể dữ liệu).
public enum ExportSubject: Hashable, Sendable {
    /// Whoever has an identity or telephone number, as it was typed.
    case number(String)
    /// The applicant of a dossier, and what else bears his identity number.
    case applicant(of: DossierCode)
}

/// Why nothing is exported (lý do không trích xuất).
public enum ExportRefusal: Error, Hashable, Sendable {
    /// What was typed is neither a whole identity number nor a telephone number.
    case noNumber
    /// There is no such dossier.
    case dossierNotFound
    /// Nothing is kept of that person.
    case nobody
    /// There are more dossiers than one document holds.
    case tooMany(Int)
}
