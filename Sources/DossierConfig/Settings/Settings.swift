public import Configuration

/// The settings of the program (thiết lập), from `motcua.yaml`, the environment and the command line.
///
/// The command line beats the environment, that beats the file, and that beats the default. The variable of
/// `limits.bodyBytes` is `MOTCUA_LIMITS_BODY_BYTES`. No key is secret; the keys of the vault are none of them.
///
/// | key | type | default | range |
/// |---|---|---|---|
/// | `server.host` | text | `127.0.0.1` | a host name or address |
/// | `server.port` | integer | 8080 | 0 (any free one) to 65535 |
/// | `server.certificate` | text | | a path; empty for plain HTTP |
/// | `server.privateKey` | text | | a path; empty for plain HTTP |
/// | `server.trustedProxies` | text | | addresses and ranges with commas between |
/// | `server.endSeconds` | integer | 20 | 1 to 600 |
/// | `database.file` | text | `motcua.sqlite` | a path |
/// | `vault.keyFile` | text | empty | a path; empty for `motcua.key` beside the database |
/// | `vault.readingMinutes` | integer | 10 | 0 to 1440 |
/// | `authority.organisation` | text | `thang-binh-2022` | a file of `organisation/` |
/// | `authority.calendar` | text | `vietnam` | a file of `calendars/` |
/// | `authority.regime` | text | `2018` | a file of `regimes/` |
/// | `limits.bodyBytes` | integer | 1048576 | 1024 to 16777216 |
/// | `limits.pageItems` | integer | 100 | 1 to 1000 |
/// | `limits.writerQueue` | integer | 4096 | 1 to 65536 |
/// | `limits.connections` | integer | 10000 | 16 to 100000 |
/// | `limits.connectionsPerAddress` | integer | 1024 | 1 to 100000 |
/// | `limits.lookupsPerMinute` | integer | 600 | 1 to 1000000 |
/// | `limits.unknownLookupsPerMinute` | integer | 1200 | 1 to 1000000 |
/// | `session.hours` | integer | 12 | 1 to 168 |
/// | `session.idleMinutes` | integer | 60 | 1 to 1440 |
/// | `staff.postingDays` | integer | 1096 | 1 to 3660 |
/// | `password.minimumLength` | integer | 8 | 8 to 64 |
/// | `password.cost` | integer | 14 | 14 to 20 |
/// | `signOn.provider` | text | empty: none | a file of `signon/` |
/// | `sms.gateway` | text | `console` | `console` and files of `gateways/`, with commas between |
/// | `sms.accented` | boolean | false | |
/// | `sms.quietFrom` | text | `21:00` | a time; as `sms.quietUntil` for no quiet hours |
/// | `sms.quietUntil` | text | `07:00` | a time |
/// | `sms.textsPerDay` | integer | 20 | 1 to 1000 |
/// | `sms.reportHours` | integer | 48 | 1 to 720 |
/// | `checkpoints.origin` | text | `motcua.local` | ASCII without blanks and `+` |
/// | `checkpoints.everyMinutes` | integer | 60 | 1 to 1440 |
/// | `checkpoints.file` | text | empty: beside the database | a path |
/// | `checkpoints.keyFile` | text | empty: beside the database | a path |
/// | `backup.folder` | text | empty: no copies | a path |
/// | `backup.everyMinutes` | integer | 1440 | 1 to 10080 |
/// | `backup.keep` | integer | 14 | 1 to 10000 |
/// | `backup.mebibytesPerSecond` | integer | 50 | 1 to 100000 |
/// | `log.level` | text | `info` | `trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical` |
public struct Settings: Hashable, Sendable {
    /// The variable that holds keys of the vault (khóa mã hóa): a secret, hence no setting and never kept here.
    public static let vaultKeyVariable = "MOTCUA_VAULT_KEY"
    /// The address to listen on.
    public let serverHost: String
    /// The port to listen on; 0 means any free one.
    public let serverPort: Int
    /// The path of the certificate and those that lead to its authority; empty for plain HTTP.
    public let certificateFile: String
    /// The path of the certificate's private key; empty for plain HTTP.
    public let privateKeyFile: String
    /// The proxies whose word on a client's address is taken, as they were written.
    public let trustedProxies: String
    /// How long an end waits for requests, texts and timers under way, in seconds.
    public let endSeconds: Int
    /// The path of the SQLite file, relative to the folder in which the program is started; where a link was named,
    /// that of the file it leads to.
    public let databaseFile: String
    /// The path of the file with the vault's keys (tệp khóa); empty for `motcua.key` beside the database.
    public let vaultKeyFile: String
    /// The minutes within which readings of a dossier by one account count as one; 0 for each by itself.
    public let readingMinutes: Int
    /// The name of the organisation's file (cơ cấu tổ chức) without folder and ending.
    public let organisationName: String
    /// The name of the calendar's file (lịch nghỉ) without folder and ending.
    public let calendarName: String
    /// The name of the regime's file (gói quy định) without folder and ending.
    let regimeName: String
    /// The most bytes of one request's body.
    public let maximumBodyBytes: Int
    /// The most elements on one page of a list.
    public let maximumPageLength: Int
    /// The most changes that wait for the writer.
    public let writerQueueLength: Int
    /// The most connections at once.
    public let connections: Int
    /// The most connections at once from one address.
    public let connectionsPerAddress: Int
    /// The most public look-ups from one address within a minute.
    public let lookupsPerMinute: Int
    /// The look-ups of unknown codes from all addresses within a minute, past which an address has fewer.
    public let unknownLookupsPerMinute: Int
    /// The hours after which a session ends.
    public let sessionHours: Int
    /// The minutes after which a session that nobody uses ends.
    public let sessionIdleMinutes: Int
    /// The longest secondment or acting head, in days.
    public let postingDays: Int
    /// The shortest password, in characters.
    public let minimumPasswordLength: Int
    /// How dear the hash of a password is: the power of two of scrypt's rounds.
    public let passwordCost: Int
    /// The name of the file (hệ thống đăng nhập một lần) of the provider of single sign-on; empty for none.
    public let signOnProvider: String
    /// The names of the gateways that short texts go to, one or more.
    public let smsGateways: [String]
    /// Whether short texts keep their accents.
    public let sendsAccentedSMS: Bool
    /// When texts begin to wait, written HH:MM.
    public let quietFrom: String
    /// When they no longer do; the same time for no quiet hours.
    public let quietUntil: String
    /// The most texts to one number on one day.
    public let textsPerDay: Int
    /// The hours after which a text without a report is unconfirmed.
    public let reportHours: Int
    /// The name under which checkpoints of the history are signed.
    public let checkpointOrigin: String
    /// The least minutes between two checkpoints.
    public let checkpointMinutes: Int
    /// The append-only file of checkpoints; empty for one beside the database.
    public let checkpointFile: String
    /// The file of the key that signs them; empty for one beside the database.
    public let checkpointKeyFile: String
    /// The folder that copies of the database go to on a schedule; empty for none.
    public let backupFolder: String
    /// The least minutes between two copies.
    public let backupMinutes: Int
    /// How many copies are kept.
    public let backupsKept: Int
    /// How many MiB a second are copied at most.
    public let backupMebibytesPerSecond: Int
    /// The least level that is logged.
    public let logLevel: String

    /// Reads the settings from a configuration that has every key.
    ///
    /// - Throws: The reader's error for a key without a value or with one of another kind.
    public init(config: ConfigReader) throws {
        serverHost = try config.requiredString(forKey: "server.host")
        serverPort = try config.requiredInt(forKey: "server.port")
        certificateFile = try config.requiredString(forKey: "server.certificate")
        privateKeyFile = try config.requiredString(forKey: "server.privateKey")
        trustedProxies = try config.requiredString(forKey: "server.trustedProxies")
        endSeconds = try config.requiredInt(forKey: "server.endSeconds")
        databaseFile = FileLink.target(of: try config.requiredString(forKey: "database.file"))
        vaultKeyFile = try config.requiredString(forKey: "vault.keyFile")
        readingMinutes = try config.requiredInt(forKey: "vault.readingMinutes")
        organisationName = try config.requiredString(forKey: "authority.organisation")
        calendarName = try config.requiredString(forKey: "authority.calendar")
        regimeName = try config.requiredString(forKey: "authority.regime")
        maximumBodyBytes = try config.requiredInt(forKey: "limits.bodyBytes")
        maximumPageLength = try config.requiredInt(forKey: "limits.pageItems")
        writerQueueLength = try config.requiredInt(forKey: "limits.writerQueue")
        connections = try config.requiredInt(forKey: "limits.connections")
        connectionsPerAddress = try config.requiredInt(forKey: "limits.connectionsPerAddress")
        lookupsPerMinute = try config.requiredInt(forKey: "limits.lookupsPerMinute")
        unknownLookupsPerMinute = try config.requiredInt(forKey: "limits.unknownLookupsPerMinute")
        sessionHours = try config.requiredInt(forKey: "session.hours")
        sessionIdleMinutes = try config.requiredInt(forKey: "session.idleMinutes")
        postingDays = try config.requiredInt(forKey: "staff.postingDays")
        minimumPasswordLength = try config.requiredInt(forKey: "password.minimumLength")
        passwordCost = try config.requiredInt(forKey: "password.cost")
        signOnProvider = try config.requiredString(forKey: "signOn.provider")
        // No name has a blank in it.
        smsGateways = try config.requiredString(forKey: "sms.gateway").split { $0 == "," || $0 == " " }.map(String.init)
        sendsAccentedSMS = try config.requiredBool(forKey: "sms.accented")
        quietFrom = try config.requiredString(forKey: "sms.quietFrom")
        quietUntil = try config.requiredString(forKey: "sms.quietUntil")
        textsPerDay = try config.requiredInt(forKey: "sms.textsPerDay")
        reportHours = try config.requiredInt(forKey: "sms.reportHours")
        checkpointOrigin = try config.requiredString(forKey: "checkpoints.origin")
        checkpointMinutes = try config.requiredInt(forKey: "checkpoints.everyMinutes")
        checkpointFile = try config.requiredString(forKey: "checkpoints.file")
        checkpointKeyFile = try config.requiredString(forKey: "checkpoints.keyFile")
        backupFolder = try config.requiredString(forKey: "backup.folder")
        backupMinutes = try config.requiredInt(forKey: "backup.everyMinutes")
        backupsKept = try config.requiredInt(forKey: "backup.keep")
        backupMebibytesPerSecond = try config.requiredInt(forKey: "backup.mebibytesPerSecond")
        logLevel = try config.requiredString(forKey: "log.level")
    }
}
