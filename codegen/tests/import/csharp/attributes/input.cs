using System.ComponentModel.DataAnnotations;

public class CustomerRegisteredEvent
{
    [Required] [StringLength(80, MinimumLength = 2)]
    public string Name { get; set; } = string.Empty;

    [JsonPropertyName("e_mail"), EmailAddress]
    public required string Email { get; init; }

    [Range(18, 130)] public int Age { get; set; }
    [Range(typeof(decimal), "0.01", "9999.99")] public decimal? CreditLimit { get; set; }
    [RegularExpression(@"[A-Z]{2}\d+")] public string? CustomerNo { get; set; }
    [MaxLength(5)] public List<string> Interests { get; set; } = new();
    [Url] public string? Website { get; set; }
    [JsonIgnore] public string Secret { get; set; } = "";
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Nickname { get; set; }
    [Obsolete("use Name")] public string? FullName { get; set; }
    [Display(Description = "How loyal the customer is.")] public Tier Tier { get; set; } = Tier.Basic;
    [Encrypted(Level = 2)] public string? TaxId { get; set; }
    [DefaultValue(true)] public bool Newsletter { get; set; } = true;
    public uint Visits { get; set; }
    public char Initial { get; set; }
    public Permissions Rights { get; set; }
    public URLKind HTTPLink { get; set; }
    public Nullable<DateTime> BornOn { get; set; }
    public TimeSpan Session { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Tier
{
    [EnumMember(Value = "basic")] Basic,
    /// <summary>Pays more.</summary>
    [JsonStringEnumMemberName("gold-tier")] Gold = 5,
}

[Flags] public enum Permissions { None = 0, Read = 1 << 0, Write = 1 << 1 }
public enum URLKind { Absolute, Relative }
