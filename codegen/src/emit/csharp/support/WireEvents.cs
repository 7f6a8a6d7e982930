using System.Text.Json;

namespace Contracts.Support;

/// <summary>How the values of an envelope look in JSON.</summary>
internal static partial class Wire
{
    internal static ContractVersion Version(ref Utf8JsonReader reader) =>
        ContractVersion.TryParse(String(ref reader), out ContractVersion version)
            ? version
            : throw new ContractException("pattern", "must be a version such as \"1.0\"");
}
