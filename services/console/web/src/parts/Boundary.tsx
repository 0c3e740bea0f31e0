// Where a page breaks: a part of it that could not be fetched (the server has a newer version, or
// is away), or a fault of ours. The frame stays.
import { Component, type ReactNode } from 'react';
import { ApiFault } from '../api/session';
import { Fault } from './Fault';

interface BoundaryState {
  error: unknown;
}

export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    // Loading the page again fetches the parts of the version that the server has now.
    return (
      <div className="page">
        <Fault error={faultIn(error)} onRetry={() => location.reload()} />
      </div>
    );
  }
}

/** Browsers word it differently, but each names the module. */
const isUnfetched = (error: unknown) => error instanceof TypeError && /import|module/i.test(error.message);

const faultIn = (error: unknown): ApiFault =>
  error instanceof ApiFault ? error : new ApiFault(0, isUnfetched(error) ? 'page_outdated' : 'page_broken', undefined);
