using System;
using System.Text;

namespace Contracts.Support;

/// <summary>From JSON to events and back; what comes in and what goes out follows its contract.</summary>
public static partial class Contract
{
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

    private static T Valid<T>(T data)
        where T : IEventData => Valid(data, data.Validate());
}
