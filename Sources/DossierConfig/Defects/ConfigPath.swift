/// The way to a value inside its file (đường dẫn tới giá trị), written as `steps[2].hours`.
struct ConfigPath: Hashable, Sendable {
    /// The written form, empty for the whole file.
    let text: String

    /// The path to the whole file.
    init() {
        text = ""
    }

    private init(text: String) {
        self.text = text
    }

    /// The path to a key's value; a key that is no plain word, such as a code with points, stands in brackets.
    func key(_ key: String) -> ConfigPath {
        let isWord =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
        guard isWord else { return ConfigPath(text: text + "[\"" + key + "\"]") }
        return ConfigPath(text: text.isEmpty ? key : text + "." + key)
    }

    /// The path to an element of a list, counted from 0.
    func element(_ index: Int) -> ConfigPath {
        ConfigPath(text: text + "[\(index)]")
    }
}
