import Configuration

/// One key of the settings (khóa thiết lập) as the schema describes it.
struct SettingKey {
    /// The group and the name, such as `server` and `port`.
    let components: [String]
    /// The schema of the value, with its default.
    let rules: ConfigNode

    /// The written form, such as `server.port`.
    var name: String { components.joined(separator: ".") }

    /// The environment variable, such as `MOTCUA_LIMITS_BODY_BYTES`.
    var variable: String {
        var letters = Self.variablePrefix
        for (position, component) in components.enumerated() {
            if position > 0 { letters += "_" }
            for character in component {
                if character.isUppercase { letters += "_" }
                letters += character.uppercased()
            }
        }
        return letters
    }

    /// What every environment variable of the program begins with.
    static let variablePrefix = "MOTCUA_"
    /// What variables begin with that belong to tests and are no settings.
    static let testVariablePrefix = "MOTCUA_TEST_"

    /// Lists the keys of the settings' schema in its order.
    static func all(in schema: JSONSchema) -> [SettingKey] {
        (schema.root["properties"]?.entries ?? []).flatMap { group in
            (group.node["properties"]?.entries ?? []).map { entry in
                SettingKey(components: [group.key, entry.key], rules: entry.node)
            }
        }
    }

    /// Reads what was typed in a variable or on the command line, in the kind that the schema asks for.
    func node(typed text: String) -> ConfigNode {
        let value: ConfigNode.Value
        switch (rules["type"]?.text, PlainScalar(text)) {
        case ("integer", .integer(let number)): value = .integer(number)
        case ("boolean", .flag(let flag)): value = .flag(flag)
        default: value = .text(text)
        }
        return ConfigNode(place: .beginning, value: value)
    }

    /// Turns a checked value into one of the configuration library; nil for a list, mapping or nothing.
    static func value(of node: ConfigNode) -> ConfigValue? {
        switch node.value {
        case .text(let text): ConfigValue(.string(text), isSecret: false)
        case .integer(let number): ConfigValue(.int(number), isSecret: false)
        case .decimal(let number): ConfigValue(.double(number), isSecret: false)
        case .flag(let flag): ConfigValue(.bool(flag), isSecret: false)
        case .null, .list, .mapping: nil
        }
    }
}
