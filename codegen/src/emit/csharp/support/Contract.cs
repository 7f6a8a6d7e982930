using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>From JSON to events and back; what comes in and what goes out follows its contract.</summary>
public static class Contract
{
    /// <summary>How deep arrays and objects may nest.</summary>
    private const int MaxDepth = 127;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // As few escapes as JSON allows: the text goes onto a wire and not into a web page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads and validates the payload of an event.</summary>
    /// <exception cref="ContractException">The text does not follow the contract.</exception>
    public static T Decode<T>(string json)
        where T : class, IEventData<T> => Valid(Parse<T>(Utf8(json), T.ReadJson));

    /// <summary>Reads and validates the payload of an event, from UTF-8.</summary>
    /// <exception cref="ContractException">The text does not follow the contract.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> utf8Json)
        where T : class, IEventData<T> => Valid(Parse<T>(utf8Json, T.ReadJson));

    /// <summary>Writes the payload of an event, once it is validated.</summary>
    /// <exception cref="ContractException">The payload does not follow the contract.</exception>
    public static string Encode<T>(T data)
        where T : class, IEventData<T> => Encoding.UTF8.GetString(EncodeUtf8(data));

    /// <summary>Writes the payload of an event in UTF-8, once it is validated.</summary>
    /// <exception cref="ContractException">The payload does not follow the contract.</exception>
    public static byte[] EncodeUtf8<T>(T data)
        where T : class, IEventData<T> => ToUtf8(Valid(data), T.WriteJson);

    /// <summary>Reads an envelope and validates it with its payload.</summary>
    /// <remarks>The event type and the major version must be those of <typeparamref name="T"/>; a newer minor is accepted.</remarks>
    /// <exception cref="ContractException">The text does not follow the contract, or holds another event.</exception>
    public static EventEnvelope<T> DecodeEnvelope<T>(string json)
        where T : class, IEventData<T> => DecodeEnvelope<T>(Utf8(json));

    /// <summary>Reads an envelope from UTF-8 and validates it with its payload.</summary>
    /// <exception cref="ContractException">The text does not follow the contract, or holds another event.</exception>
    public static EventEnvelope<T> DecodeEnvelope<T>(ReadOnlySpan<byte> utf8Json)
        where T : class, IEventData<T>
    {
        EventEnvelope<T> envelope = Parse<EventEnvelope<T>>(utf8Json, EventEnvelopeConverter<T>.ReadJson);
        return Valid(envelope, envelope.Validate());
    }

    /// <summary>Writes an envelope, once it is validated with its payload.</summary>
    /// <exception cref="ContractException">The envelope or the payload does not follow the contract.</exception>
    public static string EncodeEnvelope<T>(EventEnvelope<T> envelope)
        where T : class, IEventData<T> => Encoding.UTF8.GetString(EncodeEnvelopeUtf8(envelope));

    /// <summary>Writes an envelope in UTF-8, once it is validated with its payload.</summary>
    /// <exception cref="ContractException">The envelope or the payload does not follow the contract.</exception>
    public static byte[] EncodeEnvelopeUtf8<T>(EventEnvelope<T> envelope)
        where T : class, IEventData<T> => ToUtf8(Valid(envelope, envelope.Validate()), EventEnvelopeConverter<T>.WriteJson);

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

    private static T Valid<T>(T data)
        where T : IEventData => Valid(data, data.Validate());

    private static T Valid<T>(T value, IReadOnlyList<Violation> violations) =>
        violations.Count == 0 ? value : throw new ContractException(violations);
}

/// <summary>Reads a value from the token that the reader stands on.</summary>
internal delegate T JsonRead<T>(ref Utf8JsonReader reader);

/// <summary>Writes a value.</summary>
internal delegate void JsonWrite<in T>(Utf8JsonWriter writer, T value);
