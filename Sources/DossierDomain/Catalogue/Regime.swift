public import WorkingCalendar

/// A regime pack (gói quy định): the forms, code pattern and wording that one body of law prescribes.
///
/// Source: domain.md §0: the 2018 regime (Decree 61/2018, Circular 01/2018/TT-VPCP) and that of 2025 (Decree 118/2025,
/// Circular 03/2025/TT-VPCP). A dossier keeps the pack in force at its intake.
public struct Regime: Sendable {
    /// The name, for example `2018`.
    public let id: RegimeID
    /// The version, 1 or more.
    public let version: Int
    /// The first local date on which dossiers are taken under it.
    public let effectiveFrom: LocalDate
    /// The last such date; nil while no end is set.
    public let effectiveUntil: LocalDate?
    /// How dossier codes are written.
    public let codePattern: CodePattern
    /// The names of the national table of statuses, by status.
    public let statusNames: [Status: String]
    /// The prescribed forms (biểu mẫu), in their order.
    public let forms: [PrescribedForm]
    /// The ladder of warnings (thang cảnh báo).
    public let ladder: Ladder

    /// Creates a regime pack.
    public init(
        id: RegimeID,
        version: Int,
        effectiveFrom: LocalDate,
        effectiveUntil: LocalDate?,
        codePattern: CodePattern,
        statusNames: [Status: String],
        forms: [PrescribedForm],
        ladder: Ladder = .overdueOnly
    ) {
        self.id = id
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.codePattern = codePattern
        self.statusNames = statusNames
        self.forms = forms
        self.ladder = ladder
    }

    /// Whether dossiers received on a local date may be taken under it.
    public func isInForce(on date: LocalDate) -> Bool {
        guard effectiveFrom <= date else { return false }
        return effectiveUntil.map { date <= $0 } ?? true
    }

    /// The name of a status in Vietnamese.
    public func name(of status: Status) -> String { statusNames[status] ?? String(status.rawValue) }
}

/// One prescribed form (biểu mẫu) of a regime.
public struct PrescribedForm: Hashable, Sendable {
    /// The form's number as printed, for example `01`.
    public let number: String
    /// The form's name in Vietnamese.
    public let name: String
    /// Which paper of the one-stop service it is, for example `receipt` or `apology`.
    public let purpose: String

    /// Creates a form.
    public init(number: String, name: String, purpose: String) {
        self.number = number
        self.name = name
        self.purpose = purpose
    }
}

/// How dossier codes are written (cấu trúc mã hồ sơ).
public struct CodePattern: Hashable, Sendable {
    /// How the date is written: two or four digits for the year.
    public let yearDigits: Int
    /// The least number of digits of the serial; it widens by itself when a day has more dossiers.
    public let serialDigits: Int

    /// Creates a pattern; nil unless the year has 2 or 4 digits and the serial 4 to 7.
    public init?(yearDigits: Int, serialDigits: Int) {
        guard yearDigits == 2 || yearDigits == 4, (4...7).contains(serialDigits) else { return nil }
        self.yearDigits = yearDigits
        self.serialDigits = serialDigits
    }

    /// The code of the dossier that got a serial on a day; nil if the identifier is not of a known shape or the
    /// serial is past seven digits.
    public func code(agencyIdentifier: String, receivedOn date: LocalDate, serial: Int) -> DossierCode? {
        var text = Array(agencyIdentifier.utf8)
        text.reserveCapacity(DossierCode.maximumLength)
        text.append(0x2D)
        Self.append(yearDigits == 2 ? date.year % 100 : date.year, to: yearDigits, &text)
        Self.append(date.month, to: 2, &text)
        Self.append(date.day, to: 2, &text)
        text.append(0x2D)
        Self.append(serial, to: serialDigits, &text)
        return DossierCode(String(decoding: text, as: UTF8.self))
    }

    /// How long a code becomes that begins with an identifier, on a day of fewer than a hundred thousand dossiers.
    public func longestLength(agencyIdentifier: String) -> Int {
        agencyIdentifier.utf8.count + 1 + yearDigits + 4 + 1 + max(serialDigits, Self.widestSerial)
    }

    /// The digits that a serial has on the busiest day: one more than the shortest pattern.
    private static let widestSerial = 5

    private static func append(_ number: Int, to width: Int, _ text: inout [UInt8]) {
        let digits = String(number).utf8
        for _ in 0..<max(0, width - digits.count) { text.append(0x30) }
        text.append(contentsOf: digits)
    }
}
