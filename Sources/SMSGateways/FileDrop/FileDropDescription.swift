/// Where smstools takes texts from (mô tả thư mục của smstools), as plain values from a file.
///
/// Nothing is checked here; ``FileDropGateway/init(_:)`` does.
public struct FileDropDescription: Hashable, Sendable {
    /// The name in logs, metrics, settings and the outbox.
    public var name: String
    /// Whether it is given texts with their accents.
    public var sendsAccents: Bool
    /// The folder that holds `outgoing`, `checked`, `sent` and `failed`, like `/var/spool/sms`.
    public var folder: String
    /// Further folders in it through which a text may pass, as those of smstools' queues.
    public var queueFolders: [String]
    /// Whether the operator is asked for a report.
    public var wantsReports: Bool
    /// The folder in it where smstools puts reports, as `report` of smsd.conf names it; nil if none is read.
    public var reportFolder: String?
    /// The folder in it where smstools puts citizens' texts, as `incoming` of smsd.conf names it; nil if none is read.
    public var incomingFolder: String?
    /// The most segments of a text, 1 to 255; longer ones are refused before they are dropped.
    public var maximumSegments: Int

    /// Describes a folder.
    ///
    /// - Parameters:
    ///   - name: The name in logs, metrics, settings and the outbox.
    ///   - sendsAccents: Whether it is given texts with their accents.
    ///   - folder: The folder that holds `outgoing`, `checked`, `sent` and `failed`.
    ///   - queueFolders: Further folders in it through which a text may pass.
    ///   - wantsReports: Whether the operator is asked for a report.
    ///   - reportFolder: The folder in it where smstools puts reports; nil if none is read.
    ///   - incomingFolder: The folder in it where smstools puts citizens' texts; nil if none is read.
    ///   - maximumSegments: The most segments of a text, 1 to 255.
    public init(
        name: String = "smstools",
        sendsAccents: Bool = false,
        folder: String,
        queueFolders: [String] = [],
        wantsReports: Bool = true,
        reportFolder: String? = nil,
        incomingFolder: String? = nil,
        maximumSegments: Int = 6
    ) {
        self.name = name
        self.sendsAccents = sendsAccents
        self.folder = folder
        self.queueFolders = queueFolders
        self.wantsReports = wantsReports
        self.reportFolder = reportFolder
        self.incomingFolder = incomingFolder
        self.maximumSegments = maximumSegments
    }
}
