package io.tallybook.benchmarks.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The campaign in small: each part is killed once, and one of them twice. */
class FaultCampaignTest {
    private static final int KILLS = 4;
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final long SEED = 20260131;

    @Test
    void whateverFailsWhatWasAcknowledgedIsStoredAndBilledOnce() throws Exception {
        FaultCampaign.Outcome outcome = new FaultCampaign(KILLS, EVENTS_PER_SECOND, SEED).run();
        assertThat(outcome.acknowledged()).isPositive();
        assertThat(outcome.isClean()).as(outcome.toString()).isTrue();
    }
}
