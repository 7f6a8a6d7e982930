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
            using JsonDocument document = JsonDocument.Parse(Contract.ToUtf8(value, write));
            var text = new StringBuilder();
            Append(text, document.RootElement);
            return text.ToString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
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
                text.Append(Number(value.GetRawText()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>Significant digits and the power of ten of the last one.</summary>
    private static string Number(string raw)
    {
        int mark = raw.IndexOfAny(['e', 'E']);
        string mantissa = (mark < 0 ? raw : raw[..mark]).TrimStart('-');
        // An exponent that is too long to be counted keeps its text.
        long power = 0;
        if (mark >= 0 && !long.TryParse(raw.AsSpan(mark + 1), out power))
        {
            return raw;
        }

        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        string significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            return "0";
        }

        power += digits.Length - significant.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
        return $"{(raw[0] == '-' ? "-" : "")}{significant}e{power}";
    }
}
