using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>A text that is the same for all JSON values that are equal.</summary>
internal static class Canonical
{
    /// <summary>Whether two values are equal as JSON.</summary>
    internal static bool Equal<T>(T left, T? right, JsonWrite<T> write)
        where T : class =>
        ReferenceEquals(left, right) || (right is not null && Of(left, write) is { } text && text == Of(right, write));

    /// <summary>The same number for values that are equal as JSON.</summary>
    internal static int Hash<T>(T value, JsonWrite<T> write)
        where T : class => Of(value, write)?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The text; null for a value that has no JSON form.</summary>
    internal static string? Of<T>(T value, JsonWrite<T> write)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Contract.ToUtf8(value, write), Contract.DocumentOptions);
            return Of(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>The text of a JSON value.</summary>
    internal static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    text.Append('{').Append(JsonSerializer.Serialize(member.Name)).Append(':');
                    Append(text, member.Value);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(value.GetString()));
                break;
            case JsonValueKind.Number:
                text.Append(Exact.Of(value.GetRawText()).ToString());
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }
}
