extension VietnameseText {
    /// Finds the first scalar that typed text may never hold; nil if there is none.
    ///
    /// Forbidden are controls (C0, DEL, C1), line and paragraph separators, the marks that override or isolate the
    /// direction of writing, and noncharacters. A text of which nothing can be seen is not forbidden: it is an empty
    /// text, which is for the caller to judge by ``hasVisibleText(_:)``.
    /// Source: project decision, 2026-11-23, because such scalars forge what a clerk sees on screen and paper.
    ///
    /// - Parameters:
    ///   - text: The text as typed.
    ///   - allowingLineBreaks: Whether the field has several lines: line feeds, carriage returns and tabs are then
    ///     allowed.
    /// - Returns: The scalar, so that an error can name it.
    public static func firstForbiddenScalar(in text: String, allowingLineBreaks: Bool) -> Unicode.Scalar? {
        text.unicodeScalars.first { scalar in
            isForbidden(scalar) && !(allowingLineBreaks && (scalar == "\n" || scalar == "\r" || scalar == "\t"))
        }
    }

    /// Tells whether at least one character of `text` can be seen.
    ///
    /// White space, zero-width and other ignorable scalars, controls, noncharacters, blank symbols and marks without a
    /// letter cannot.
    public static func hasVisibleText(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isVisible)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.isNoncharacterCodePoint
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        guard !properties.isWhitespace, !properties.isDefaultIgnorableCodePoint, !scalar.isMark else { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate: return false
        // U+2800 is Braille with no dot: a symbol by category, a blank to the eye.
        default: return !properties.isNoncharacterCodePoint && scalar.value != 0x2800
        }
    }
}
