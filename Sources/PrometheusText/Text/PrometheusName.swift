/// Rules for names, from the Prometheus data model: ASCII letters, digits and underscores, no digit in front.
enum PrometheusName {
    /// Returns a metric name: every character that is not allowed becomes an underscore; colons are allowed.
    static func metric(_ label: String) -> String {
        sanitised(label) { $0 == ":" }
    }

    /// Returns a label name; `le` and names that begin with two underscores are Prometheus's own and get a prefix.
    static func label(_ name: String) -> String {
        let clean = sanitised(name) { _ in false }
        return clean == "le" || clean.hasPrefix("__") ? "exported_" + clean : clean
    }

    /// Returns the name of a histogram in seconds: ended by `_seconds`, once.
    static func seconds(_ name: String) -> String {
        name.hasSuffix("_seconds") ? name : name + "_seconds"
    }

    private static func sanitised(_ text: String, allows extra: (Unicode.Scalar) -> Bool) -> String {
        var name = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            if isDigit, name.isEmpty { name.append("_") }
            name.append(isLetter || isDigit || extra(scalar) ? scalar : "_")
        }
        return name.isEmpty ? "_" : String(name)
    }
}
