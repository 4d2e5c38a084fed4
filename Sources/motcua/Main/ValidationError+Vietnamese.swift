import ArgumentParser

extension ValidationError {
    /// Creates a refusal of what was typed (sai tham số dòng lệnh), in both languages; it ends with exit code 64.
    init(_ english: String, vietnamese: String) {
        self.init(english + "\n" + vietnamese)
    }
}
