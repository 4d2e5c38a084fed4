import Configuration

/// Reads the settings (thiết lập) from their four sources, each checked against the schema before it is believed.
struct SettingsReading {
    private let schema: JSONSchema
    private let keys: [SettingKey]
    private let log: DefectLog

    init(schema: JSONSchema, log: DefectLog) {
        self.schema = schema
        self.log = log
        keys = SettingKey.all(in: schema)
    }

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - root: The file, checked against the schema; nil if it could not be read.
    ///   - environment: All environment variables.
    ///   - overrides: The settings from the command line by key, such as `server.port`.
    /// - Returns: The settings; nil if a source has mistakes, which are then noted.
    func settings(from root: ConfigCursor?, environment: [String: String], overrides: [String: String]) -> Settings? {
        let known = log.defects.count
        let variables = environment.filter { name, _ in
            name.hasPrefix(SettingKey.variablePrefix) && !name.hasPrefix(SettingKey.testVariablePrefix)
                && name != Settings.vaultKeyVariable
        }
        let environmentValues = checkedVariables(variables)
        let typed = checkedOverrides(overrides)
        guard let root, log.defects.count == known else { return nil }
        let reader = ConfigReader(providers: [
            provider(Self.commandLine) { typed[$0.name] },
            provider("environment") { environmentValues[$0.name] },
            provider(root.file) { root.node[$0.components[0]]?[$0.components[1]] },
            provider("defaults") { $0.rules["default"] },
        ])
        do {
            return try Settings(config: reader)
        } catch {
            log.add(root.defect("The settings are incomplete: \(error).", "Thiết lập chưa đầy đủ."))
            return nil
        }
    }

    private func provider(_ name: String, _ value: (SettingKey) -> ConfigNode?) -> InMemoryProvider {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in keys {
            values[AbsoluteConfigKey(key.components)] = value(key).flatMap(SettingKey.value)
        }
        return InMemoryProvider(name: name, values: values)
    }

    /// The values of variables by key, in the kind that was checked.
    private func checkedVariables(_ variables: [String: String]) -> [String: ConfigNode] {
        var typed: [String: ConfigNode] = [:]
        for (variable, text) in variables.sorted(by: { $0.key < $1.key }) {
            guard let key = keys.first(where: { $0.variable == variable }) else {
                let cursor = ConfigCursor(root: ConfigNode(place: .beginning, value: .text(text)), file: variable)
                let list = keys.map(\.variable).joined(separator: ", ")
                log.add(
                    cursor.defect(
                        "There is no such setting; there are \(list).",
                        "Không có thiết lập này; các thiết lập có thể dùng: \(list)."
                    )
                )
                continue
            }
            check(text, for: key, source: variable)
            typed[key.name] = key.node(typed: text)
        }
        return typed
    }

    private func checkedOverrides(_ overrides: [String: String]) -> [String: ConfigNode] {
        var typed: [String: ConfigNode] = [:]
        for (name, text) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let key = keys.first(where: { $0.name == name }) else {
                let node = ConfigNode(place: .beginning, value: .text(text))
                let cursor = ConfigCursor(root: node, file: Self.commandLine)
                log.add(cursor.defect("There is no setting \(name).", "Không có thiết lập \(name)."))
                continue
            }
            check(text, for: key, source: Self.commandLine)
            typed[name] = key.node(typed: text)
        }
        return typed
    }

    private static let commandLine = "command line"

    private func check(_ text: String, for key: SettingKey, source: String) {
        let inner = ConfigNode.Entry(key: key.components[1], keyPlace: .beginning, node: key.node(typed: text))
        let group = ConfigNode(place: .beginning, value: .mapping([inner]))
        let outer = ConfigNode.Entry(key: key.components[0], keyPlace: .beginning, node: group)
        let root = ConfigNode(place: .beginning, value: .mapping([outer]))
        for defect in SchemaValidation.defects(of: ConfigCursor(root: root, file: source), against: schema) {
            log.add(defect)
        }
    }
}
