public record OrderPaid(string A);
public static class Names { public const string A = "a"; }
