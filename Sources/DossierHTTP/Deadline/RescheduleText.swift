import DossierDomain
import DossierEngine

/// What moved due moments (căn cứ dời hạn) in JSON.
enum RescheduleText {
    /// Writes the versions that changed, as members of the present object.
    static func write(_ ground: RescheduleGround, to writer: inout JSONWriter) {
        if let version = ground.calendarVersion { writer.member("calendarVersion", version) }
        if let version = ground.organisationVersion { writer.member("organisationVersion", version) }
    }
}
