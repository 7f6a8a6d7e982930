using System;
using System.Collections.Generic;
using System.Text;

namespace Contracts.Support;

/// <summary>The documents of one schema, for code that chooses it by name at run time.</summary>
public abstract class Document
{
    private protected Document(string path, Type type)
    {
        Path = path;
        Type = type;
    }

    /// <summary>The schema's file.</summary>
    public string Path { get; }

    /// <summary>The type of its documents.</summary>
    public Type Type { get; }

    /// <summary>Reads, validates and writes a document.</summary>
    /// <exception cref="ContractException">The text does not follow the schema.</exception>
    public abstract string RoundTrip(string json);

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>From JSON to documents of one schema and back; what comes in and what goes out follows the schema.</summary>
/// <typeparam name="T">The type of its documents.</typeparam>
public sealed class Document<T> : Document
{
    private readonly JsonRead<T> read;
    private readonly JsonWrite<T> write;
    private readonly Func<T, IReadOnlyList<Violation>> validate;

    internal Document(string path, JsonRead<T> read, JsonWrite<T> write, Func<T, IReadOnlyList<Violation>> validate)
        : base(path, typeof(T))
    {
        this.read = read;
        this.write = write;
        this.validate = validate;
    }

    /// <summary>Reads and validates a document.</summary>
    /// <exception cref="ContractException">The text does not follow the schema.</exception>
    public T Decode(string json) => Decode(Contract.Utf8(json));

    /// <summary>Reads and validates a document, from UTF-8.</summary>
    /// <exception cref="ContractException">The text does not follow the schema.</exception>
    public T Decode(ReadOnlySpan<byte> utf8Json)
    {
        T value = Contract.Parse(utf8Json, read);
        return Contract.Valid(value, validate(value));
    }

    /// <summary>Writes a document, once it is validated.</summary>
    /// <exception cref="ContractException">The value does not follow the schema.</exception>
    public string Encode(T value) => Encoding.UTF8.GetString(EncodeUtf8(value));

    /// <summary>Writes a document in UTF-8, once it is validated.</summary>
    /// <exception cref="ContractException">The value does not follow the schema.</exception>
    public byte[] EncodeUtf8(T value) => Contract.ToUtf8(Contract.Valid(value, validate(value)), write);

    /// <summary>Checks what the types do not hold by themselves. Empty if all is well.</summary>
    public IReadOnlyList<Violation> Validate(T value) => validate(value);

    /// <inheritdoc/>
    public override string RoundTrip(string json) => Encode(Decode(json));
}
