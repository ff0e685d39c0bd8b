package io.tallybook.core;

/**
 * A command that waits for what commands to other entities wait for too, such as the next number of
 * a series.
 *
 * <p>Those of one lane are performed one after the other, and committed together as far as they
 * wait together. Apart, each would hold what the others wait for until it is on the disk.
 */
public interface SharedLane {
    /** The same for all commands to one entity, so that they are performed as they came. */
    String lane();
}
