package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of an addon. */
public final class AddonFold implements Fold<AddonView, AddonEvent> {
    @Override
    public AddonView on(@Nullable AddonView current, AddonEvent event, Recorded info) {
        return switch (event) {
            case AddonEvent.Created e ->
                    new AddonView(e.addonId(), e.scope(), e.addon(), info.firstStamp());
            case AddonEvent.Updated e -> updated(Fold.begun(current, event), e, info);
            case AddonEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static AddonView updated(AddonView before, AddonEvent.Updated e, Recorded info) {
        AddonDocument was = before.addon();
        return new AddonView(
                before.id(),
                before.scope(),
                new AddonDocument(e.name(), was.lookupKey(), e.description(), e.metadata()),
                info.stampAfter(before.stamp()));
    }

    private static AddonView deleted(AddonView before, Recorded info) {
        return new AddonView(
                before.id(),
                before.scope(),
                before.addon(),
                info.stampAfter(before.stamp(), EntityStatus.DELETED));
    }
}
