import DossierDomain
import DossierEngine

/// A unit at its place (đơn vị tại địa bàn) in JSON.
enum PlaceText {
    /// Writes unit and commune into an object that is open; null where there is none.
    static func writeMembers(of place: UnitPlace?, to writer: inout JSONWriter) {
        writer.member("unit", place?.unit.rawValue)
        writer.member("commune", place?.commune?.rawValue)
    }
}
