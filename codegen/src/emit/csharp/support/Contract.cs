using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>From JSON to values and back.</summary>
static partial class Contract
{
    /// <summary>How deep arrays and objects may nest.</summary>
    private const int MaxDepth = 127;

    /// <summary>How a text is read that came through a reader before.</summary>
    internal static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth + 1 };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // As few escapes as JSON allows: the text goes onto a wire and not into a web page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Utf8(string json)
    {
        try
        {
            return StrictUtf8.GetBytes(json);
        }
        catch (EncoderFallbackException error)
        {
            throw new ContractException("json", "is not JSON: half of a surrogate pair", error);
        }
    }

    internal static T Parse<T>(ReadOnlySpan<byte> utf8Json, JsonRead<T> read)
    {
        if (!global::System.Text.Unicode.Utf8.IsValid(utf8Json))
        {
            throw new ContractException("json", "is not UTF-8");
        }

        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            T value = read(ref reader);
            // Nothing but white space may follow; anything else throws.
            reader.Read();
            return value;
        }
        catch (ContractException)
        {
            throw;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter is what the reader throws at an escape that is half of a surrogate pair.
            throw new ContractException("json", $"is not JSON: {error.Message}", error);
        }
    }

    internal static byte[] ToUtf8<T>(T value, JsonWrite<T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static T Valid<T>(T value, IReadOnlyList<Violation> violations) =>
        violations.Count == 0 ? value : throw new ContractException(violations);
}

/// <summary>Reads a value from the token that the reader stands on.</summary>
internal delegate T JsonRead<T>(ref Utf8JsonReader reader);

/// <summary>Writes a value.</summary>
internal delegate void JsonWrite<in T>(Utf8JsonWriter writer, T value);
