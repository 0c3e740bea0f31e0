// Shows an error in place of a page that broke: a part could not be fetched (the server has a newer
// version, or cannot be reached), or the code has a fault. The frame stays.
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
    // Loading the page again fetches the current version.
    return (
      <div className="page">
        <Fault error={faultIn(error)} onRetry={() => location.reload()} />
      </div>
    );
  }
}

/** The text differs by browser, but always names the module. */
const isUnfetched = (error: unknown) => error instanceof TypeError && /import|module/i.test(error.message);

const faultIn = (error: unknown): ApiFault =>
  error instanceof ApiFault ? error : new ApiFault(0, isUnfetched(error) ? 'page_outdated' : 'page_broken', undefined);
