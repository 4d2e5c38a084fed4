/// What a hook reads in a call (nội dung đọc được).
public enum HookReading<Content: Sendable>: Sendable {
    /// It is this.
    case content(Content)
    /// It cannot be read because of this parameter; nil if nobody can tell which.
    case unreadable(parameter: String?)
}
