import DossierDomain
import WorkingCalendar

/// One reading of a whole folder (lần nạp cấu hình), which goes on past mistakes so that all are told at once.
struct FolderLoading {
    let log = DefectLog()
    private let files: ConfigFiles
    private let schemas: [String: JSONSchema]

    /// The schemas of all files.
    static let allSchemas = [
        "motcua", "organisation", "calendar", "regime", "procedure", "sms", "answers", "problems", "deadline",
        "gateway", "webhook", "signon", "passwords", "retention",
    ]

    /// Opens the folder.
    ///
    /// - Parameters:
    ///   - configFile: The file of the settings.
    ///   - names: The schemas of the files that will be read.
    /// - Throws: ``ConfigurationDefects`` only if the program's own schemas are broken.
    init(configFile: String, schemas names: [String] = allSchemas) throws(ConfigurationDefects) {
        files = ConfigFiles(configFile: configFile)
        var schemas: [String: JSONSchema] = [:]
        for name in names {
            schemas[name] = try JSONSchema(named: name)
        }
        self.schemas = schemas
    }

    /// Reads the settings alone; nil, with at least one mistake noted, if anything is wrong with them.
    func settings(environment: [String: String], overrides: [String: String]) -> Settings? {
        settings(from: root(of: files.settingsFile, schema: "motcua"), environment: environment, overrides: overrides)
    }

    /// Reads one organisation; nil, with at least one mistake noted, if anything is wrong with it.
    func organisation(named name: String) -> Organisation? {
        part("organisation/\(name).yaml", .organisation) { OrganisationReading.organisation(from: $0, log: log) }?.value
    }

    /// Reads the known passwords; nil, with at least one mistake noted, if anything is wrong with them.
    func passwords() -> KnownPasswords? {
        root(of: "passwords.yaml", schema: "passwords").flatMap { KnownPasswords(from: $0, log: log) }
    }

    /// Reads the texts of refusals; nil, with at least one mistake noted, if anything is wrong with them.
    func problemTexts(knownCodes: KnownProblemCodes) -> ProblemTexts? {
        root(of: "messages/problems.yaml", schema: "problems").flatMap { root in
            ProblemTextReading.texts(from: root, codes: knownCodes, log: log)
        }
    }

    /// Reads everything; nil, with at least one mistake noted, if anything is wrong.
    func configuration(
        environment: [String: String],
        overrides: [String: String],
        knownCodes: KnownProblemCodes
    ) -> LoadedConfiguration? {
        let settingsRoot = root(of: files.settingsFile, schema: "motcua")
        let settings = settings(from: settingsRoot, environment: environment, overrides: overrides)
        let organisations = folder("organisation", .organisation) {
            OrganisationReading.organisation(from: $0, log: log)
        }
        let calendars = folder("calendars", .calendar) { CalendarReading.declared(in: $0, log: log) }
        let regimes = folder("regimes", .regime) { root in
            checkName("id", of: root)
            return log.collect { () throws(ConfigurationDefect) in try RegimeReading.declared(in: root) }
        }
        let procedures = folder("procedures", .procedure) { root in
            checkName("code", of: root)
            return ProcedureReading.procedure(from: root, log: log)
        }
        let organisation = chosen(settings?.organisationName, of: organisations, key: "organisation", in: settingsRoot)
        let calendar = chosen(settings?.calendarName, of: calendars, key: "calendar", in: settingsRoot)
        let regime = chosen(settings?.regimeName, of: regimes, key: "regime", in: settingsRoot)
        let gateways = gateways(chosen: settings?.smsGateways ?? [], in: settingsRoot)
        let webhooks = webhooks()
        let signOn = signOn(chosen: settings?.signOnProvider ?? "", in: settingsRoot)
        let passwords = passwords()
        let retention = part("retention.yaml", .retention) { RetentionReading.rules(from: $0, log: log) }
        let values = KnownValues(organisation: organisation?.value, regimes: regimes.map(\.value))
        let texts = messages(filledWith: values, knownCodes: knownCodes)
        guard let organisation, let calendar, let agencies = agencyCalendars(organisation, calendar.value)
        else { return nil }
        // Before anything else that may be wrong: a text that is missing keeps no other mistake from being told.
        let proofs = proofs(of: procedures, by: organisation.value, agencies)
        guard
            let settings, let regime, let shortTexts = texts.short, let answers = texts.answers,
            let problemTexts = texts.problems, let deadlineTexts = texts.deadline, let passwords, let retention
        else { return nil }
        return LoadedConfiguration(
            settings: settings,
            organisation: organisation.value,
            publicCalendar: calendar.value,
            calendars: agencies,
            regime: regime.value,
            regimes: regimes.map(\.value),
            procedures: procedures.map(\.value),
            proofs: proofs,
            smsTemplates: shortTexts,
            answers: answers,
            problemTexts: problemTexts,
            deadlineTexts: deadlineTexts,
            gateways: gateways,
            webhooks: webhooks,
            signOn: signOn,
            passwords: passwords,
            retention: retention.value,
            retentionSource: retention.source,
            sources: [organisation.source, calendar.source] + regimes.map(\.source) + procedures.map(\.source)
        )
    }
}

extension FolderLoading {
    /// A file with the value that was read from it.
    private struct Part<Value> {
        let name: String
        let root: ConfigCursor
        let value: Value
        let source: VersionedSource
    }

    /// Proves each procedure; those that cannot be on time are noted.
    private func proofs(
        of procedures: [Part<Procedure>],
        by organisation: Organisation,
        _ calendars: [AgencyID: WorkingCalendar]
    ) -> [ProcedureCode: RouteProof] {
        let proof = ProcedureProof(organisation: organisation, calendars: calendars, log: log)
        var proofs: [ProcedureCode: RouteProof] = [:]
        for procedure in procedures {
            proofs[procedure.value.code] = proof.prove(procedure.value, root: procedure.root)
        }
        return proofs
    }

    private func settings(
        from root: ConfigCursor?,
        environment: [String: String],
        overrides: [String: String]
    ) -> Settings? {
        schemas["motcua"].flatMap { schema in
            SettingsReading(schema: schema, log: log).settings(
                from: root,
                environment: environment,
                overrides: overrides
            )
        }
    }

    /// Reads a file and checks it against its schema; nil if it has mistakes, which are then noted.
    private func root(of file: String, schema name: String) -> ConfigCursor? {
        do {
            let root = ConfigCursor(root: try files.node(of: file), file: file)
            let defects = schemas[name].map { SchemaValidation.defects(of: root, against: $0) } ?? []
            for defect in defects { log.add(defect) }
            return defects.isEmpty ? root : nil
        } catch {
            for defect in error.defects { log.add(defect) }
            return nil
        }
    }

    private func folder<Value>(
        _ subfolder: String,
        _ kind: VersionedSource.Kind,
        _ reading: (ConfigCursor) -> Value?
    ) -> [Part<Value>] {
        files.names(in: subfolder, log: log).compactMap { part($0, kind, reading) }
    }

    /// Reads one file with a version.
    private func part<Value>(
        _ file: String,
        _ kind: VersionedSource.Kind,
        _ reading: (ConfigCursor) -> Value?
    ) -> Part<Value>? {
        guard let root = root(of: file, schema: kind.rawValue), let value = reading(root) else { return nil }
        let name = ConfigFiles.stem(of: file)
        return Part(name: name, root: root, value: value, source: VersionedSource(kind, named: name, from: root))
    }

    private func gateways(chosen names: [String], in settings: ConfigCursor?) -> [GatewayFile] {
        let reading = GatewayReading(log: log)
        let files = self.files.names(in: "gateways", log: log).compactMap { file -> GatewayFile? in
            guard let root = root(of: file, schema: "gateway") else { return nil }
            checkName("name", of: root)
            return reading.gateway(from: root)
        }
        reading.check(names, among: files, in: settings)
        return files
    }

    private func webhooks() -> [WebhookFile] {
        files.names(in: "webhooks", log: log).compactMap { file in
            guard let root = root(of: file, schema: "webhook") else { return nil }
            checkName("name", of: root)
            return log.collect { () throws(ConfigurationDefect) in try WebhookFile(from: root) }
        }
    }

    private func signOn(chosen name: String, in settings: ConfigCursor?) -> SignOnFile? {
        let reading = SignOnReading(log: log)
        let files = self.files.names(in: "signon", log: log).compactMap { file -> SignOnFile? in
            guard let root = root(of: file, schema: "signon") else { return nil }
            checkName("name", of: root)
            return reading.file(from: root)
        }
        return reading.check(name, among: files, in: settings)
    }

    /// A file is found by its name, so the name inside it has to be the same.
    private func checkName(_ key: String, of root: ConfigCursor) {
        guard let cursor = root[key], cursor.node.text != ConfigFiles.stem(of: root.file) else { return }
        log.add(cursor.defect("The \(key) differs from the file's name.", "Mã trong tệp khác với tên tệp."))
    }

    /// Finds the part that the settings name; where they leave it to the default, the mistake is the whole file's.
    private func chosen<Value>(
        _ name: String?,
        of parts: [Part<Value>],
        key: String,
        in settings: ConfigCursor?
    ) -> Part<Value>? {
        guard let name, let settings else { return nil }
        if let part = parts.first(where: { $0.name == name }) { return part }
        let place = settings["authority"]?[key] ?? settings
        log.add(place.defect("There is no faultless \(key) file named \(name).", "Không có tệp \(name) hợp lệ."))
        return nil
    }

    private func messages(
        filledWith values: KnownValues,
        knownCodes: KnownProblemCodes
    ) -> (
        short: [ShortText.Kind: ShortText]?, answers: AnswerTexts?, problems: ProblemTexts?,
        deadline: [DeadlineSentence: BilingualText]?
    ) {
        let short = root(of: "messages/sms.yaml", schema: "sms").flatMap { root in
            ShortTextReading.texts(from: root, values: values, log: log)
        }
        let answers = root(of: "messages/answers.yaml", schema: "answers").flatMap { root in
            AnswerTexts(from: root, values: values, log: log)
        }
        let problems = problemTexts(knownCodes: knownCodes)
        let deadline = root(of: "messages/deadline.yaml", schema: "deadline").flatMap { root in
            DeadlineTextReading.texts(from: root, log: log)
        }
        return (short, answers, problems, deadline)
    }

    private func agencyCalendars(
        _ organisation: Part<Organisation>,
        _ publicCalendar: PublicCalendar
    ) -> [AgencyID: WorkingCalendar]? {
        do throws(ClosedAgency) {
            return try organisation.value.calendars(under: publicCalendar)
        } catch {
            log.add(
                organisation.root.defect(
                    "The agency \(error.agency) is never open.",
                    "Cơ quan \(error.agency) không có giờ làm việc."
                )
            )
            return nil
        }
    }
}
