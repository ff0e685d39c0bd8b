package io.tallybook.benchmarks.campaign;

import io.tallybook.benchmarks.load.Machine;

/**
 * {@code ./tallybook campaign faults}: see {@link FaultCampaign}. The properties {@code
 * campaign.kills}, {@code campaign.rate} and {@code campaign.seed} say how long, how hard and
 * which.
 */
public final class Campaign {
    private static final int KILLS = 50;
    private static final int RATE = 10_000;

    private Campaign() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1 || !arguments[0].equals("faults")) {
            System.err.println("campaign: expected 'faults' or 'metering'");
            System.exit(2);
        }
        System.out.println(Machine.describe());
        FaultCampaign.Outcome outcome =
                new FaultCampaign(
                                Integer.getInteger("campaign.kills", KILLS),
                                Integer.getInteger("campaign.rate", RATE),
                                Long.getLong("campaign.seed", System.nanoTime()))
                        .run();
        System.exit(outcome.isClean() ? 0 : 1);
    }
}
