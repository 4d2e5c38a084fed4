import WorkingCalendar

/// A value together with its file and path (con trỏ), for reading it into a domain value or saying what is wrong.
struct ConfigCursor {
    /// The value.
    let node: ConfigNode
    /// The name of the file.
    let file: String
    /// The way to the value.
    let path: ConfigPath
    /// Where the key of the value stands; for elements and whole files, where the value itself begins.
    let keyPlace: TextPlace

    /// Points at the whole of a file.
    init(root: ConfigNode, file: String) {
        self.init(node: root, file: file, path: ConfigPath(), keyPlace: root.place)
    }

    private init(node: ConfigNode, file: String, path: ConfigPath, keyPlace: TextPlace) {
        self.node = node
        self.file = file
        self.path = path
        self.keyPlace = keyPlace
    }

    /// Points at a key's value; nil if there is none, or it says null.
    subscript(key: String) -> ConfigCursor? {
        guard let entry = node.entries.first(where: { $0.key == key }) else { return nil }
        if case .null = entry.node.value { return nil }
        return cursor(at: entry)
    }

    /// The elements of a list.
    var elements: [ConfigCursor] {
        node.elements.enumerated().map { index, element in
            ConfigCursor(node: element, file: file, path: path.element(index), keyPlace: element.place)
        }
    }

    /// The keys of a mapping with their values, in written order.
    var entries: [(key: String, value: ConfigCursor)] {
        node.entries.map { ($0.key, cursor(at: $0)) }
    }

    private func cursor(at entry: ConfigNode.Entry) -> ConfigCursor {
        ConfigCursor(node: entry.node, file: file, path: path.key(entry.key), keyPlace: entry.keyPlace)
    }

    /// A mistake at this value.
    func defect(_ english: String, _ vietnamese: String) -> ConfigurationDefect {
        defect(ConfigurationDefect.Sentence(english, vietnamese))
    }

    /// A mistake at the key of this value.
    func keyDefect(_ english: String, _ vietnamese: String) -> ConfigurationDefect {
        ConfigurationDefect(file: file, place: keyPlace, path: path.text, sentence: .init(english, vietnamese))
    }

    /// A mistake at this value.
    func defect(_ sentence: ConfigurationDefect.Sentence) -> ConfigurationDefect {
        ConfigurationDefect(file: file, place: node.place, path: path.text, sentence: sentence)
    }
}

/// Reading of single values; the schema has been checked before, so a mistake of kind is the schema's own.
extension ConfigCursor {
    /// Points at a key's value.
    func required(_ key: String) throws(ConfigurationDefect) -> ConfigCursor {
        guard let value = self[key] else {
            throw defect("The key \(key) is missing.", "Thiếu mục \(key).")
        }
        return value
    }

    /// The text of a key.
    func text(_ key: String) throws(ConfigurationDefect) -> String {
        let value = try required(key)
        guard let text = value.node.text else { throw value.defect("Expected a text.", "Cần một văn bản.") }
        return text
    }

    /// The whole number of a key.
    func integer(_ key: String) throws(ConfigurationDefect) -> Int {
        let value = try required(key)
        guard let number = value.node.integer else {
            throw value.defect("Expected a whole number.", "Cần một số nguyên.")
        }
        return number
    }

    /// The flag of a key, false where it is not written.
    func flag(_ key: String) throws(ConfigurationDefect) -> Bool {
        guard let value = self[key] else { return false }
        guard let flag = value.node.flag else { throw value.defect("Expected true or false.", "Cần true hoặc false.") }
        return flag
    }

    /// The date of a key, written `"2018-06-21"`.
    func date(_ key: String) throws(ConfigurationDefect) -> LocalDate {
        let text = try text(key)
        guard let date = LocalDate(iso8601: text) else { throw try required(key).defect(.notADate(text)) }
        return date
    }

    /// The time of day of a key, written `"07:30"`.
    func time(_ key: String) throws(ConfigurationDefect) -> TimeOfDay {
        let text = try text(key)
        guard let time = TimeOfDay(text: text) else {
            throw try required(key).defect(
                "There is no time \(text); expected HH:MM.",
                "Không có giờ \(text); ghi dạng GIỜ:PHÚT."
            )
        }
        return time
    }
}
