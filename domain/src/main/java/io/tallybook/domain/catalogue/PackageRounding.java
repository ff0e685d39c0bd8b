package io.tallybook.domain.catalogue;

/** Whether a package that has been begun is charged, or only one that is full. */
public enum PackageRounding {
    UP,
    DOWN
}
