namespace Contracts.Support;

/// <summary>A property that may be absent, and that may be null when it is there.</summary>
/// <remarks>
/// The default is absent, and stays absent when it is written. A value converts by itself:
/// <c>Note = "text"</c>, and null on the wire is <c>Note = new(null)</c>. What is declared as a list or a map is
/// an interface to C#, and needs <c>Tags = new(tags)</c>.
/// </remarks>
/// <typeparam name="T">The type of the value, which allows null.</typeparam>
public readonly record struct Optional<T>
{
    /// <summary>A value that is present, even if it is null.</summary>
    public Optional(T value)
    {
        Value = value;
        IsPresent = true;
    }

    /// <summary>Whether the property is there.</summary>
    public bool IsPresent { get; }

    /// <summary>The value; null as well when the property is absent.</summary>
    public T? Value { get; }

    /// <summary>A value that is present.</summary>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => IsPresent ? Value?.ToString() ?? "null" : "";
}
