public import WorkingCalendar

/// An agency (cơ quan) with office hours and, if it receives dossiers, an identifier code of its own.
public struct Agency: Hashable, Sendable {
    /// The name inside the organisation's file.
    public let id: AgencyID
    /// The name in Vietnamese.
    public let name: String
    /// The identifier code its dossiers begin with, for example `000.00.15.H47`; nil if it receives none or is one
    /// agency in every commune.
    public let identifierCode: String?
    /// The hours in which the clock runs.
    public let officeHours: OfficeHours
    /// The further hours in which its desk takes dossiers though the clock stands still, for example Saturday mornings.
    public let receivingHours: OfficeHours?
    /// Whether it belongs to a ministry's own line (ngành dọc) and not to the district.
    public let isVertical: Bool

    /// Creates an agency.
    public init(
        id: AgencyID,
        name: String,
        identifierCode: String?,
        officeHours: OfficeHours,
        receivingHours: OfficeHours?,
        isVertical: Bool
    ) {
        self.id = id
        self.name = name
        self.identifierCode = identifierCode
        self.officeHours = officeHours
        self.receivingHours = receivingHours
        self.isVertical = isVertical
    }
}
